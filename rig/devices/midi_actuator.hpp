// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <memory>

#include "rig/devices/midi_wire.hpp"
#include "rig/ports/clock.hpp"
#include "rig/ports/knob_actuator.hpp"

namespace ampsweep::rig {

/// MIDI has no flow control: receivers drop what comes too fast (knob-protocols.md 9.2).
struct MidiPacing {
  std::chrono::milliseconds gap{5};            ///< Between two messages; >= 1.
  std::chrono::milliseconds resend_after{50};  ///< Then all is sent once more.
};

/// CC value, 0..127, that comes closest to a printed value.
[[nodiscard]] int cc_value(const Knob& knob, const MidiControl& control, double printed);
/// What is known about a knob that was sent `cc`: the value that CC stands for, and half a CC step
/// as a uniform error (1 sigma = half step / sqrt 3).
[[nodiscard]] KnobLabel cc_label(const Knob& knob, const MidiControl& control, int cc);

/// Knobs on 7-bit MIDI control change, all on one port. The first move sends every knob; later
/// moves only those whose CC value changes, each by way of a detour (MidiControl::approach) so that
/// the position reached does not depend on where the knob came from. Returns after the longest
/// settle_ms of what was sent.
///
/// Faults: KnobNotReached when the port fails (all knobs are sent again next time), Stopped.
/// Throws SetupError{Device} at the first move when the port cannot be opened.
class MidiActuator final : public KnobActuator {
 public:
  /// Needs: every knob has a MidiControl; pacing.gap >= 1 ms. `clock` outlives this object.
  MidiActuator(std::vector<Knob> knobs, std::unique_ptr<MidiWire> wire, Clock& clock,
               MidiPacing pacing = {});

  [[nodiscard]] std::vector<std::string> knobs() const override;
  [[nodiscard]] Result<std::vector<KnobLabel>> move(const Setting& setting,
                                                    const std::stop_token& stop) override;
  /// As sent by the last move; nothing after a fault.
  [[nodiscard]] Result<std::vector<KnobLabel>> standing() override;
  /// MIDI knobs stay where they were told to: there is nothing to let go of.
  void forget() noexcept override { sent_.clear(); }
  void release() noexcept override {}

 private:
  [[nodiscard]] Result<void> send(const std::vector<MidiMessage>& messages,
                                  const std::stop_token& stop);
  [[nodiscard]] Result<void> pause(std::chrono::nanoseconds time, const std::stop_token& stop);

  std::vector<Knob> knobs_;
  std::unique_ptr<MidiWire> wire_;
  Clock& clock_;
  MidiPacing pacing_;
  std::map<std::string, int> sent_;  ///< CC value each knob is known to have got.
  bool opened_{false};
};

}  // namespace ampsweep::rig
