// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

#include "rig/ports/scope_ring.hpp"

namespace ampsweep::rig {

/// What the audio side is doing with the take it was given.
enum class PlayState : std::uint32_t {
  Idle,  ///< Silence goes out; inputs are metered.
  Playing,
  Complete,  ///< The take's last frame was recorded.
  Stopped,   ///< Ended early on request, ramped down.
  Muted,     ///< Ended early by the audio side itself; see MuteReason. Latches until begin().
};

enum class MuteReason : std::uint32_t { None, HeartbeatStale, TapLow, TapHigh };

/// Everything the two sides of a stream tell each other while it runs. Plain lock-free atomics so
/// that it can live in memory shared between two processes. Each field has one writer.
struct StreamState {
  // control -> audio; written by request_begin() and request_stop()
  std::atomic<std::uint64_t> beats{0};         ///< Heartbeat; must move during a take.
  std::atomic<std::uint32_t> begin_serial{0};  ///< +1: play the take memory from its start.
  std::atomic<std::uint32_t> stop_take{0};     ///< Serial of the take that is to end.
  // audio -> control
  /// Copy of begin_serial, stored after the other fields were reset for that take: `state` and
  /// `frame` speak of take n only once this says n.
  std::atomic<std::uint32_t> began_serial{0};
  std::atomic<PlayState> state{PlayState::Idle};
  std::atomic<MuteReason> mute_reason{MuteReason::None};
  std::atomic<std::int64_t> mute_frame{-1};  ///< Where the mute began.
  std::atomic<std::int64_t> frame{0};        ///< Frames of the take done.
  std::atomic<std::uint64_t> callbacks{0};
  std::atomic<std::uint64_t> frames_total{0};     ///< Since the stream opened.
  std::atomic<std::uint32_t> input_overflows{0};  ///< Driver flags, since the stream opened.
  std::atomic<std::uint32_t> output_underflows{0};
  std::atomic<std::uint32_t> server_xruns{0};     ///< JACK's own xrun callback.
  std::atomic<std::uint32_t> server_gone{0};      ///< JACK shutdown callback.
  std::atomic<float> output_peak{0.0F};           ///< Of the last callback, after the ceiling.
  std::atomic<float> input_peak[kMaxChannels]{};  ///< Decaying peak, 0..1+.
  ScopeRing scope;                                ///< Between takes too.
};
static_assert(std::atomic<PlayState>::is_always_lock_free);
static_assert(std::atomic<std::int64_t>::is_always_lock_free);
static_assert(std::atomic<float>::is_always_lock_free);

/// Starts the take whose memory was filled in before; returns its serial.
/// Thread: control; not while a take plays.
inline std::uint32_t request_begin(StreamState& state) noexcept {
  return state.begin_serial.fetch_add(1, std::memory_order_release) + 1;
}

/// Ends the newest take. The stop names the take it means, so that it holds even before the audio
/// side has seen the begin, and a stop that comes too late cannot hit the next take.
inline void request_stop(StreamState& state) noexcept {
  state.stop_take.store(state.begin_serial.load(std::memory_order_relaxed),
                        std::memory_order_release);
}

/// State of take `serial`: Idle until the audio side has accepted it.
/// Promise: once it says Complete, Stopped or Muted the whole recording of the take can be read.
inline PlayState play_state(const StreamState& state, std::uint32_t serial) noexcept {
  if (state.began_serial.load(std::memory_order_acquire) != serial) return PlayState::Idle;
  return state.state.load(std::memory_order_acquire);
}

}  // namespace ampsweep::rig
