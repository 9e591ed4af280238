// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>

#include "rig/model/footswitch.hpp"
#include "rig/ports/midi_input.hpp"
#include "rig/ports/operator.hpp"

namespace ampsweep::rig {

/// The person at the bench with a MIDI foot-switch: pressing it confirms a turn, as Enter does.
/// Everything else is asked of the person inside. Presses from before a prompt, and in its first
/// 300 ms (a pedal bounces, a hand does not turn a knob that fast), are no answer to it.
///
/// A pedal that goes away is searched again at the next prompt; Enter and the window always work.
///
/// Throws SetupError{Device} at the first question, before anything moves, when the pedal's port is
/// not there.
/// Thread: control; while a turn is awaited a thread of its own listens.
class FootswitchOperator final : public Operator {
 public:
  static constexpr std::chrono::milliseconds kDeafFor{300};

  FootswitchOperator(std::unique_ptr<Operator> person, std::unique_ptr<MidiInput> input,
                     const Footswitch& pedal)
      : person_(std::move(person)), input_(std::move(input)), ear_(pedal) {}

  [[nodiscard]] Answer turn_knobs(const std::vector<KnobTurn>& turns,
                                  const std::stop_token& stop) override;
  [[nodiscard]] Answer confirm(Question question, const std::string& title,
                               const std::vector<std::string>& lines,
                               const std::stop_token& stop) override;
  [[nodiscard]] std::optional<std::string> ask(const TypedQuestion& question,
                                               const std::stop_token& stop) override;

 private:
  void need_pedal();

  std::unique_ptr<Operator> person_;
  std::unique_ptr<MidiInput> input_;
  FootswitchEar ear_;
  bool opened_{false};  ///< Ever.
  bool there_{false};
};

}  // namespace ampsweep::rig
