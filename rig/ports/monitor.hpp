// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "rig/model/result.hpp"
#include "rig/ports/stream_state.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// A sound to listen to.
struct MonitorSound {
  std::span<const float> samples;  ///< Mono; goes to every channel of the monitor.
  SampleRate rate{48000};          ///< Must be the device's: nothing is resampled.
  Decibels gain{-12.0};            ///< -80 to 0.
};

struct MonitorStatus {
  PlayState state{PlayState::Idle};
  SampleCount position{0};       ///< Of the sound.
  float output_peak{0.0F};       ///< As sent, gain and ceiling applied.
  std::optional<Fault> fault{};  ///< StreamLost, StreamHung, Muted: the sound has ended.
};

/// Where a person listens to takes: never an output of a rig. The device is open only while a sound
/// plays, so that a monitor which is not playing cannot be heard. Whoever arms a rig stops it
/// first.
///
/// Thread: control. No call blocks for longer than 5 s.
class Monitor {
 public:
  virtual ~Monitor() = default;
  /// Opens the device and starts the sound, which is copied; one that plays is ended first. Starts
  /// and ends with a ramp and stays below the ceiling.
  /// Throws SetupError with the reason and the way out: no such device or port, another rate, one
  /// that a rig's outputs use. Faults: StreamLost, StreamHung.
  [[nodiscard]] virtual Result<void> play(const MonitorSound& sound) = 0;
  /// Newest state. Call at least every 50 ms while it plays: it is the heartbeat that keeps the
  /// output open, and closes the device when the sound has ended.
  [[nodiscard]] virtual MonitorStatus poll() = 0;
  /// Ramps down; poll() then reports Stopped. Harmless when idle.
  virtual void stop() noexcept = 0;
};

}  // namespace ampsweep::rig
