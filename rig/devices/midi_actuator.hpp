// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>

#include "rig/devices/midi_wire.hpp"
#include "rig/ports/clock.hpp"
#include "rig/ports/knob_actuator.hpp"

namespace ampsweep::rig {

/// How long to wait after a message has been handed over: the policy's gap, and never less than the
/// message lasts on a DIN cable.
[[nodiscard]] std::chrono::microseconds gap_after(const MidiMessage& message,
                                                  const MidiPolicy& policy);

/// Knobs turned over MIDI, all on one port. The first move sends every knob; later moves only those
/// whose raw value changes, each by way of a detour (MidiControl::approach) so that the position
/// reached does not depend on where the knob came from. Switches that recall a preset go first and
/// settle; then everything else is sent again. Returns after the longest settle_ms of what was
/// sent.
///
/// Every knob is sent again after a fault, when the port had to be opened again (after wake_s: an
/// amp that starts hears nothing, then loads a preset), after forget(), and when refresh_s have
/// passed since that was last done. What was sent while the server missed a deadline is sent again.
///
/// Faults: KnobNotReached when the port fails or is gone, even when no knob has to move: an amp
///         that was unplugged may stand anywhere. Stopped.
/// Throws SetupError{Device} at the first move when the port cannot be opened.
class MidiActuator final : public KnobActuator {
 public:
  /// Needs: every knob has a MidiControl; policy.gap_ms >= 1. `clock` outlives this object.
  MidiActuator(std::vector<Knob> knobs, std::unique_ptr<MidiWire> wire, Clock& clock,
               const MidiPolicy& policy = {});

  [[nodiscard]] std::vector<std::string> knobs() const override;
  [[nodiscard]] Result<std::vector<KnobLabel>> move(const Setting& setting,
                                                    const std::stop_token& stop) override;
  /// Straight to the value, without a detour and sent once: what is lost on the way is made good by
  /// the next step. A value that comes inside the gap after the one before is left out.
  [[nodiscard]] Result<KnobLabel> steer(const std::string& knob, double printed) override;
  /// As sent by the last move or step; nothing after a fault.
  [[nodiscard]] Result<std::vector<KnobLabel>> standing() override;
  /// Not when the port went away (on JACK even for a moment): the amp may have restarted.
  [[nodiscard]] Result<void> held() override;
  /// MIDI knobs stay where they were told to: there is nothing to let go of.
  void forget() noexcept override {
    sent_.clear();
    steered_.clear();
  }
  void release() noexcept override {}

 private:
  using Raws = std::map<std::string, int>;  ///< By knob id.
  using KnobList = std::vector<const Knob*>;

  [[nodiscard]] std::optional<int> sent_last(const std::string& knob) const;
  [[nodiscard]] Result<void> open(const std::stop_token& stop);
  [[nodiscard]] Result<void> bring(const KnobList& knobs, const Raws& wanted,
                                   const std::stop_token& stop);
  [[nodiscard]] Result<MidiWire::Flushed> send_and_flush(const std::vector<MidiMessage>& messages,
                                                         const std::stop_token& stop);
  [[nodiscard]] Result<void> send(const std::vector<MidiMessage>& messages,
                                  const std::stop_token& stop);
  [[nodiscard]] Result<void> pause(std::chrono::nanoseconds time, const std::stop_token& stop);

  std::vector<Knob> knobs_;
  std::unique_ptr<MidiWire> wire_;
  Clock& clock_;
  MidiPolicy policy_;
  Raws sent_;     ///< What each knob is known to have got.
  Raws steered_;  ///< Sent by steer() since the last move(), which then sends that knob again.
  std::chrono::nanoseconds free_at_{0};  ///< When the wire may carry the next step.
  std::chrono::nanoseconds all_sent_at_{0};
  bool opened_{false};
  bool asleep_{false};  ///< The port is back, and wake_s have not passed.
};

}  // namespace ampsweep::rig
