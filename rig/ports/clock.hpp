// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <stop_token>
#include <string>

namespace ampsweep::rig {

[[nodiscard]] inline double seconds_of(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

/// The one source of time of a session. Simulated benches advance it themselves.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Monotonic, from an arbitrary start.
  [[nodiscard]] virtual std::chrono::nanoseconds now() const = 0;
  /// UTC wall time, ISO 8601 with milliseconds: "2026-11-21T10:00:00.000Z".
  [[nodiscard]] virtual std::string utc() const = 0;
  /// Returns early, and false, when stop is requested.
  virtual bool wait(std::chrono::nanoseconds duration, const std::stop_token& stop) = 0;
};

}  // namespace ampsweep::rig
