// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/session_end.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

using namespace ampsweep::rig;

namespace {

std::optional<SessionEnd> end_after(const std::vector<std::string>& kinds) {
  std::vector<Event> events;
  for (const std::string& kind : kinds) events.push_back({0, "", kind, ""});
  return end_of_last_session(events);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("session end: of the newest session, whatever was noted last") {
    CHECK_FALSE(end_after({}));
    CHECK_FALSE(end_after({"safety"}));
    CHECK(end_after({"session_start", "refused"}) == SessionEnd::Died);
    CHECK(end_after({"session_start", "session_end"}) == SessionEnd::Finished);
    CHECK(end_after({"session_start", "stopped", "session_end"}) == SessionEnd::Stopped);
    CHECK(end_after({"session_start", "parked", "session_end", "hook"}) == SessionEnd::Parked);
    CHECK(end_after({"session_start", "session_end", "parked"}) == SessionEnd::Parked);
    CHECK(end_after({"session_start", "failed"}) == SessionEnd::Failed);
    CHECK(end_after({"session_start", "parked", "session_end", "session_start"}) ==
          SessionEnd::Died);
    CHECK(end_after({"session_start", "session_died", "session_start", "session_end"}) ==
          SessionEnd::Finished);
  }
}
