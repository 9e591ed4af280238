// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>

#include "rig/capture/progress.hpp"
#include "rig/capture/session_parts.hpp"

namespace ampsweep::rig {

struct SessionOptions {
  bool freewheel{false};
  int stream_failures{5};  ///< Lost streams in a row before the session parks.
  int reopen_tries{30};    ///< One second apart.
};

struct SessionSummary {
  int takes_total{0};
  int accepted{0};  ///< Earlier runs included.
  int refused_attempts{0};
  int given_up{0};                ///< Takes refused on every try.
  std::optional<Fault> ended_by;  ///< Stopped, or why it parked; empty when it went to the end.
  [[nodiscard]] bool complete() const { return accepted == takes_total; }
};

/// Captures every take of the plan that is not accepted yet: arm, open, probe, then for each take
/// move, listen, play, judge, write; again or on to the next as the policy says.
///
/// Promise: labels are durable before a take sounds; the output is ramped to silence and the
///          actuators released on every way out.
/// Throws:  SetupError when it cannot start (device, arming, load probe).
/// Thread:  control; `observer` is called on it.
[[nodiscard]] SessionSummary run_session(const SessionParts& parts, const SessionOptions& options,
                                         const SessionObserver& observer,
                                         const std::stop_token& stop);

}  // namespace ampsweep::rig
