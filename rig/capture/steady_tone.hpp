// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "rig/model/result.hpp"
#include "rig/model/rig.hpp"
#include "rig/ports/audio_port.hpp"
#include "rig/ports/clock.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// What one input heard of a steady tone.
struct HeardTone {
  std::vector<float> idle;    ///< Before the tone.
  std::vector<float> steady;  ///< The last second of it.
};

/// Half a second of silence, then a sine of `level` for 30 s.
[[nodiscard]] signals::Stimulus steady_tone(Hertz frequency, DbFsPeak level, SampleRate rate);

/// A tone that goes on for as long as somebody needs to read a meter: a take that is played again
/// when it ends (the tone pauses for a second then). Every start and end is the port's own ramp.
///
/// Thread: control. The destructor ramps down what still plays.
class SteadyTone {
 public:
  /// `stimulus` is steady_tone(); the port is open for takes of its length. All outlive this
  /// object.
  SteadyTone(AudioPort& port, Clock& clock, const signals::Stimulus& stimulus);
  ~SteadyTone();
  SteadyTone(const SteadyTone&) = delete;
  SteadyTone& operator=(const SteadyTone&) = delete;

  /// The heartbeat: starts the tone, keeps it going. Call every 50 ms. False: it has failed.
  [[nodiscard]] bool tend();
  /// Goes on until a second of steady tone has been recorded, ramps down, gives what the first
  /// input heard. Faults: those of the port; Stopped.
  [[nodiscard]] Result<HeardTone> finish(const std::stop_token& stop);
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }
  [[nodiscard]] const Meters& meters() const { return status_.meters; }

 private:
  void begin();
  [[nodiscard]] std::shared_ptr<const Recording> ramp_down();

  AudioPort& port_;
  Clock& clock_;
  const signals::Stimulus& stimulus_;
  bool playing_{false};
  PortStatus status_;
  std::optional<Fault> fault_;
};

}  // namespace ampsweep::rig
