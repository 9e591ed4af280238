// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/progress.hpp"

#include <algorithm>

namespace ampsweep::rig {

const char* to_string(SessionState state) {
  switch (state) {
    case SessionState::Arming:
      return "arming";
    case SessionState::Opening:
      return "opening";
    case SessionState::Probing:
      return "probing";
    case SessionState::Moving:
      return "moving";
    case SessionState::Listening:
      return "listening";
    case SessionState::Playing:
      return "playing";
    case SessionState::Judging:
      return "judging";
    case SessionState::Resting:
      return "resting";
    case SessionState::Reopening:
      return "reopening";
    case SessionState::Parked:
      return "parked";
    case SessionState::Finished:
      return "finished";
    case SessionState::Stopped:
      return "stopped";
  }
  return "stopped";
}

void TimeLeft::start(std::chrono::nanoseconds now, int remaining) {
  started_ = last_ = now;
  finished_ = 0;
  remaining_ = remaining;
}

void TimeLeft::finished_one(std::chrono::nanoseconds now) {
  last_ = now;
  ++finished_;
  --remaining_;
}

std::optional<std::chrono::seconds> TimeLeft::estimate(std::chrono::nanoseconds now) const {
  if (finished_ == 0 || remaining_ < 0) return std::nullopt;
  const auto each = (last_ - started_) / finished_;
  const auto left = each * remaining_ - (now - last_);
  return std::max(std::chrono::duration_cast<std::chrono::seconds>(left), std::chrono::seconds{0});
}

}  // namespace ampsweep::rig
