// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/session_end.hpp"

namespace ampsweep::rig {

const char* to_string(SessionEnd end) {
  switch (end) {
    case SessionEnd::Finished:
      return "finished";
    case SessionEnd::Stopped:
      return "stopped";
    case SessionEnd::Parked:
      return "parked";
    case SessionEnd::Failed:
      return "failed";
    case SessionEnd::Died:
      return "died";
  }
  return "died";
}

/// Why it ended is noted before or after its "session_end".
std::optional<SessionEnd> end_of_last_session(std::span<const Event> events) {
  std::optional<SessionEnd> end;
  for (const Event& event : events) {
    if (event.kind == "session_start") end = SessionEnd::Died;
    if (event.kind == "stopped") end = SessionEnd::Stopped;
    if (event.kind == "parked") end = SessionEnd::Parked;
    if (event.kind == "failed") end = SessionEnd::Failed;
    if (event.kind == "session_end" && end.value_or(SessionEnd::Died) == SessionEnd::Died) {
      end = SessionEnd::Finished;
    }
  }
  return end;
}

}  // namespace ampsweep::rig
