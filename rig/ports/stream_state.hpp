// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace ampsweep::rig {

inline constexpr int kMaxChannels = 16;

/// What the audio side is doing with the take it was given.
enum class PlayState : std::uint32_t {
  Idle,      ///< Silence goes out; inputs are metered.
  Playing,
  Complete,  ///< The take's last frame was recorded.
  Stopped,   ///< Ended early on request, ramped down.
  Muted,     ///< Ended early by the audio side itself; see MuteReason. Latches until begin().
};

enum class MuteReason : std::uint32_t { None, HeartbeatStale, TapLow, TapHigh };

/// Everything the two sides of a stream tell each other while it runs. Plain lock-free atomics so
/// that it can live in memory shared between two processes. Each field has one writer.
struct StreamState {
  // control -> audio
  std::atomic<std::uint64_t> beats{0};        ///< Heartbeat; must move during a take.
  std::atomic<std::uint32_t> begin_serial{0}; ///< +1: play the take memory from its start.
  std::atomic<std::uint32_t> stop_serial{0};  ///< +1: ramp down and end the take.
  // audio -> control
  std::atomic<std::uint32_t> began_serial{0}; ///< Copy of begin_serial when the take has started.
  std::atomic<PlayState> state{PlayState::Idle};
  std::atomic<MuteReason> mute_reason{MuteReason::None};
  std::atomic<std::int64_t> mute_frame{-1};   ///< Where the mute began.
  std::atomic<std::int64_t> frame{0};         ///< Frames of the take done.
  std::atomic<std::uint64_t> callbacks{0};
  std::atomic<std::uint64_t> frames_total{0}; ///< Since the stream opened.
  std::atomic<std::uint32_t> input_overflows{0};   ///< Driver flags, since the stream opened.
  std::atomic<std::uint32_t> output_underflows{0};
  std::atomic<std::uint32_t> server_xruns{0};      ///< JACK's own xrun callback.
  std::atomic<std::uint32_t> server_gone{0};       ///< JACK shutdown callback.
  std::atomic<float> output_peak{0.0F};            ///< Of the last callback, after the ceiling.
  std::atomic<float> input_peak[kMaxChannels]{};   ///< Decaying peak, 0..1+.
};
static_assert(std::atomic<PlayState>::is_always_lock_free);
static_assert(std::atomic<std::int64_t>::is_always_lock_free);
static_assert(std::atomic<float>::is_always_lock_free);

}  // namespace ampsweep::rig
