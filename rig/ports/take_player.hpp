// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

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
  float ceiling{0.89F};                    ///< |output| never exceeds it; applied last.
  int ramp_frames{2400};                   ///< Raised-cosine gain ramp of stops and mutes.
  int heartbeat_frames{9600};              ///< Mute when the heartbeat stands still this long.
  int tap_input{-1};                       ///< Input watched against the corridor; -1 = none.
};

/// The whole of what happens inside an audio callback: copy, ramp, ceiling, heartbeat mute, tap
/// envelope, counters. Bounded arithmetic; no allocation, lock, log, throw or system call.
///
/// Real and simulated ports run this same class.
///
/// Shape:   planar buffers, `limits.outputs` and `limits.inputs` channels.
/// Thread:  process() on the audio thread; everything else is said through StreamState.
/// Promise: |out| <= ceiling for every sample, NaN and Inf included (they become 0); a stopped or
///          muted take fades over ramp_frames and stays silent until the next begin. A mute follows
///          the first kTapStrikes consecutive blocks outside the corridor (50 ms at 48 kHz).
class TakePlayer {
 public:
  static constexpr std::int64_t kTapBlock = 480;
  static constexpr int kTapStrikes = 5;

  TakePlayer(const PlayerLimits& limits, StreamState& state, const TakeMemory& memory) noexcept;
  void process(float* const* out, const float* const* in, std::uint32_t frames) noexcept;

 private:
  void accept_commands() noexcept;
  void watch_heartbeat(std::uint32_t frames) noexcept;
  void start_fade(PlayState end_state, MuteReason reason) noexcept;
  void play_frame(float* const* out, std::uint32_t i) noexcept;
  void record_frame(const float* const* in, std::uint32_t i) noexcept;
  void judge_tap_block() noexcept;

  PlayerLimits limits_;
  StreamState& state_;
  const TakeMemory& memory_;  ///< Read when a begin is accepted.
  TakeMemory take_{};
  bool running_{false};
  std::int64_t frame_{0};
  std::uint32_t begin_seen_{0};
  std::uint32_t stop_seen_{0};
  std::uint64_t beat_seen_{0};
  std::int64_t frames_since_beat_{0};
  int fade_left_{0};  ///< > 0 while fading out.
  bool fading_{false};
  PlayState fade_end_{PlayState::Stopped};
  float block_peak_{0.0F};
  int strikes_low_{0};
  int strikes_high_{0};
  float output_peak_{0.0F};
  std::array<float, kMaxChannels> meter_{};
};

}  // namespace ampsweep::rig
