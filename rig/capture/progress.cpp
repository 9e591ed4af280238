// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/progress.hpp"

#include <fmt/format.h>

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
    case SessionState::WarmingUp:
      return "warming up";
    case SessionState::Playing:
      return "playing";
    case SessionState::Judging:
      return "judging";
    case SessionState::Resting:
      return "resting";
    case SessionState::Reopening:
      return "reopening";
    case SessionState::Paused:
      return "paused";
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

std::string readable_time(std::chrono::seconds time) {
  const auto s = time.count();
  if (s >= 3600) return fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
  if (s >= 60) return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} s", s);
}

}  // namespace ampsweep::rig
