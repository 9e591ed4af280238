// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "rig/ports/output_guard.hpp"
#include "rig/ports/stream_state.hpp"

namespace ampsweep::rig {

/// The memory of one take, owned by the port, prepared before begin. Planar.
struct TakeMemory {
  const float* stimulus{nullptr};  ///< Mono, `stimulus_frames`; silence follows it.
  std::int64_t stimulus_frames{0};
  std::int64_t frames{0};     ///< Frames to play and record, tail included.
  float* recording{nullptr};  ///< inputs x `stride`.
  std::int64_t stride{0};     ///< >= frames.
  /// Corridor of the tap: for each kTapBlock frames of recording the lowest and highest block peak
  /// that the prediction allows. nullptr: no guard.
  const float* tap_low{nullptr};
  const float* tap_high{nullptr};
  std::int64_t tap_blocks{0};
};

/// Fixed for the life of a stream: nothing can raise the ceiling while it runs.
struct PlayerLimits {
  int outputs{2};
  int inputs{2};
  std::array<float, kMaxChannels> gain{};  ///< Per output, 0..1.
  float ceiling{0.89F};                    ///< |output| never exceeds it; applied last; <= 1.
  int ramp_frames{2400};                   ///< Raised-cosine gain ramp of starts and ends.
  int mute_ramp_frames{240};               ///< The faster ramp of STOP and of a mute (5 ms).
  int heartbeat_frames{9600};              ///< Mute when the heartbeat stands still this long.
  int tap_input{-1};                       ///< Input watched against the corridor; -1 = none.
};

/// The whole of what happens inside an audio callback: copy, ramp, ceiling, heartbeat mute, tap
/// envelope, counters. Bounded arithmetic; no allocation, lock, log, throw or system call.
///
/// Real and simulated ports run this same class.
///
/// Shape:   planar buffers, `limits.outputs` and `limits.inputs` channels.
/// Thread:  process() on the audio thread; everything else is said through StreamState. The memory
///          of a take is read when its begin is accepted and must not change until it has ended.
/// Promise: |out| <= ceiling for every sample, NaN and Inf included (they become 0). A take fades
///          in over its first ramp_frames and out over its last; one that is stopped or muted fades
///          out over mute_ramp_frames, and stays silent until the next begin: OutputGuard. A begin
///          during a take ramps that take down first. From a stop to silence it is one callback and
///          mute_ramp_frames at most, and one callback more until the interface has played it.
///          The output is silent 45 ms (48 kHz) after the first of kTapStrikes consecutive blocks
///          outside the corridor began, and heartbeat_frames + one callback + mute_ramp_frames
///          after the last heartbeat. tests/rig/ports/take_player_test.cpp,
///          take_player_promises_test.cpp.
class TakePlayer {
 public:
  static constexpr std::int64_t kTapBlock = 480;
  static constexpr int kTapStrikes = OutputGuard::kTapStrikes;

  TakePlayer(const PlayerLimits& limits, StreamState& state, const TakeMemory& memory) noexcept;
  void process(float* const* out, const float* const* in, std::uint32_t frames) noexcept;

 private:
  void accept_commands() noexcept;
  void start_take(std::uint32_t serial) noexcept;
  void watch_heartbeat(std::uint32_t frames) noexcept;
  void play_frame(float* const* out, std::uint32_t i) noexcept;
  void record_frame(const float* const* in, std::uint32_t i) noexcept;
  void judge_tap_block() noexcept;
  void tell_mute() noexcept;
  void publish(std::uint32_t frames) noexcept;

  PlayerLimits limits_;
  StreamState& state_;
  const TakeMemory& memory_;  ///< Read when a begin is accepted.
  TakeMemory take_{};
  OutputGuard guard_;
  std::uint32_t serial_{0};
  std::uint64_t beat_seen_{0};
  float block_peak_{0.0F};
  float output_peak_{0.0F};
  std::array<float, kMaxChannels> meter_{};
  std::uint64_t heard_{0};  ///< Frames before this callback.
};

}  // namespace ampsweep::rig
