// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "rig/model/take.hpp"
#include "rig/ports/audio_port.hpp"

namespace ampsweep::rig {

enum class SessionState {
  Arming,
  Opening,
  Probing,
  Moving,
  Listening,
  WarmingUp,
  Playing,
  Judging,
  Resting,
  Reopening,
  Paused,  ///< A person is asked whether to go on.
  Parked,
  Finished,
  Stopped
};

/// What a session looks like from outside at one moment. Immutable once published.
struct SessionSnapshot {
  SessionState state{SessionState::Arming};
  int takes_total{0};
  int takes_done{0};        ///< Accepted, including those of an earlier run.
  int attempts_refused{0};  ///< In this run.
  int takes_given_up{0};
  int take{0};  ///< Plan index in hand.
  int attempt{0};
  int epoch{0};
  std::string setting;        ///< "gain=5 treble=7.5"
  double take_position{0.0};  ///< 0..1 inside the take.
  Meters meters;
  std::optional<Verdict> last_verdict;            ///< Of the attempt just judged, in state Judging.
  std::optional<TakeMeasurements> last_measured;  ///< Of the same.
  std::string message;  ///< Newest thing worth a line of log; empty = none.
};

using SessionObserver = std::function<void(const SessionSnapshot&)>;

[[nodiscard]] const char* to_string(SessionState state);

/// Estimates the time left from the takes finished so far, on whichever clock the watcher lives by
/// (a simulated session's own clock runs ahead of the wall's).
class TimeLeft {
 public:
  void start(std::chrono::nanoseconds now, int remaining);
  void finished_one(std::chrono::nanoseconds now);
  [[nodiscard]] std::optional<std::chrono::seconds> estimate(std::chrono::nanoseconds now) const;

 private:
  std::chrono::nanoseconds started_{0};
  std::chrono::nanoseconds last_{0};
  int finished_{0};
  int remaining_{0};
};

/// "2 h 05 min", "3 min 20 s", "45 s".
[[nodiscard]] std::string readable_time(std::chrono::seconds time);

}  // namespace ampsweep::rig
