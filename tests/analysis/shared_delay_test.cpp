// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/shared_delay.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

namespace {

std::size_t holding(const std::vector<DelayInterval>& intervals, double at) {
  return static_cast<std::size_t>(
      std::count_if(intervals.begin(), intervals.end(),
                    [at](const DelayInterval& one) { return one.from <= at && at <= one.to; }));
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("shared delay: pairs that agree get one delay, the odd one its own") {
    const std::vector<DelayInterval> intervals{
        {20.4, 18.0, 22.0}, {19.2, 17.0, 21.0}, {90.0, 88.0, 92.0}, {20.0, 19.5, 20.5}};
    const auto delays = shared_delays(intervals);
    CHECK(delays == std::vector<double>{20.0, 20.0, 90.0, 20.0});
  }

  TEST_CASE("shared delay: two groups, as of two sessions, each have theirs") {
    const auto delays = shared_delays(std::vector<DelayInterval>{
        {300.0, 299.0, 301.0}, {20.0, 19.0, 21.0}, {301.0, 300.0, 302.0}, {20.5, 20.0, 21.0}});
    CHECK(delays[0] == delays[2]);
    CHECK(delays[1] == delays[3]);
    CHECK(delays[0] == 300.5);
    CHECK(delays[1] == 20.25);
  }

  TEST_CASE("shared delay: the median moves into what all of them allow") {
    // medians of 10, 10, 14: 10; but the third begins at 13
    const auto delays = shared_delays(std::vector<DelayInterval>{
        {10.0, 5.0, 15.0}, {10.0, 6.0, 14.0}, {14.0, 13.0, 16.0}});
    CHECK(delays == std::vector<double>{13.0, 13.0, 13.0});
  }

  TEST_CASE("shared delay: intervals that touch agree; one alone and none at all") {
    CHECK(shared_delays(std::vector<DelayInterval>{{1.0, 0.0, 2.0}, {3.0, 2.0, 4.0}}) ==
          std::vector<double>{2.0, 2.0});
    CHECK(shared_delays(std::vector<DelayInterval>{{1.5, 0.0, 2.0}}) == std::vector<double>{1.5});
    CHECK(shared_delays(std::vector<DelayInterval>{}).empty());
  }

  TEST_CASE("shared delay: no delay serves more of a random set than the largest group") {
    signals::Random random{11};
    for (int round = 0; round < 300; ++round) {
      std::vector<DelayInterval> intervals;
      const int count = 1 + static_cast<int>(random.uniform(0.0, 12.0));
      for (int i = 0; i < count; ++i) {
        const double guess = random.uniform(0.0, 40.0);
        intervals.push_back(
            {guess, guess - random.uniform(0.0, 5.0), guess + random.uniform(0.0, 5.0)});
      }
      const auto delays = shared_delays(intervals);
      std::size_t most = 0;
      for (const DelayInterval& one : intervals) {
        most = std::max({most, holding(intervals, one.from), holding(intervals, one.to)});
      }
      std::size_t largest = 0;
      for (std::size_t i = 0; i < delays.size(); ++i) {
        CHECK(intervals[i].from <= delays[i]);
        CHECK(delays[i] <= intervals[i].to);
        largest = std::max(largest, holding(intervals, delays[i]));
      }
      CAPTURE(round);
      CHECK(largest == most);
    }
  }
}
