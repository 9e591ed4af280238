// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "rig/ports/stream_state.hpp"

namespace ampsweep::rig {

/// How fast an OutputGuard opens and shuts, in frames.
struct GuardTimes {
  int ramp{2400};       ///< Raised cosine of every start and planned end.
  int shut{240};        ///< The faster one of STOP and mutes: 5 ms at 48 kHz.
  int heartbeat{9600};  ///< Mute when the heartbeat stands still this long.
};

/// Whether, and how loud, a take may sound: the safety of the output as a state machine of its own,
/// without sound, memory or threads. The audio callback (TakePlayer) tells it what happens and
/// multiplies by what it permits.
///
///   Idle, Complete, Stopped, Muted --begin--> Playing --last frame--> Complete
///                                     Playing --stop--> (shuts) --> Stopped
///            Playing --stale heartbeat, tap off its prediction--> (shuts) --> Muted
///
/// Promise: gain() is 0 unless a take was begun and has not ended; it changes by no more per frame
///          than a raised cosine over `shut` frames does. After stop(), a fourth strike in a row,
///          or `heartbeat` frames without a beat it falls to 0 within `shut` frames, and stays
///          there until the next begin(): nothing but that opens it again. What was muted is never
///          called stopped. tests/rig/ports/output_guard_test.cpp, tests/bench/safety_bench.cpp.
/// Thread:  the audio thread. Bounded arithmetic only.
class OutputGuard {
 public:
  static constexpr int kTapStrikes = 4;

  explicit OutputGuard(const GuardTimes& times) noexcept;

  /// A take of so many frames. Needs: none is playing.
  void begin(std::int64_t frames) noexcept;
  void stop() noexcept;
  /// At every callback, before its frames: did the heartbeat move since the last one?
  void callback(std::uint32_t frames, bool beaten) noexcept;
  /// One block of the tap against its prediction. Not judged while the output shuts: the prediction
  /// knows nothing of that.
  void tap(float peak, float lowest, float highest) noexcept;

  /// What the next frame may be multiplied by, 0..1.
  [[nodiscard]] float gain() const noexcept;
  /// That frame is out. True when the take ended with it: state() says how.
  bool frame_done() noexcept;

  [[nodiscard]] bool playing() const noexcept { return state_ == PlayState::Playing; }
  [[nodiscard]] PlayState state() const noexcept { return state_; }
  [[nodiscard]] std::int64_t frame() const noexcept { return frame_; }
  [[nodiscard]] MuteReason mute_reason() const noexcept { return reason_; }
  [[nodiscard]] std::int64_t mute_frame() const noexcept { return mute_frame_; }

 private:
  void mute(MuteReason reason) noexcept;
  [[nodiscard]] bool shutting() const noexcept { return left_ > 0; }

  GuardTimes times_;
  PlayState state_{PlayState::Idle};
  std::int64_t frames_{0};
  std::int64_t frame_{0};
  int left_{0};                        ///< Frames until silence; 0: not shutting.
  PlayState end_{PlayState::Stopped};  ///< What the take is called when it has shut.
  MuteReason reason_{MuteReason::None};
  std::int64_t mute_frame_{-1};
  std::int64_t since_beat_{0};
  int strikes_low_{0};
  int strikes_high_{0};
};

}  // namespace ampsweep::rig
