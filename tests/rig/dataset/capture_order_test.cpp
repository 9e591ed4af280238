// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/capture_order.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

TakeRecord begun(int take, int epoch, const std::string& started, bool accepted = true) {
  TakeRecord record;
  record.planned.id = take;
  AttemptRecord attempt;
  attempt.attempt.take = take;
  attempt.attempt.epoch = epoch;
  attempt.attempt.started = started;
  attempt.outcome.emplace();
  attempt.outcome->verdict.accepted = accepted;
  record.attempts.push_back(attempt);
  return record;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("capture order: epoch, then time, then plan; what is not accepted is left out") {
    Dataset dataset;
    dataset.takes = {begun(0, 2, "2026-10-25T02:10:00Z"),  // the clock was set back
                     begun(1, 1, "2026-10-25T02:59:01Z"),
                     begun(2, 1, "2026-10-25T02:59:00Z", false),
                     begun(3, 1, "2026-10-25T02:59:00Z"), begun(4, 1, "2026-10-25T02:59:01Z")};
    CHECK(capture_order(dataset) == std::vector<std::size_t>{3, 1, 4, 0});
    dataset.takes[2].attempts.push_back(begun(2, 3, "2026-10-25T02:00:00Z").attempts[0]);
    CHECK(capture_order(dataset) == std::vector<std::size_t>{3, 1, 4, 0, 2});
    CHECK(capture_order(Dataset{}).empty());
  }
}
