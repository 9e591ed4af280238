// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/parallel_for.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace ampsweep::analysis;

TEST_SUITE("unit") {
  TEST_CASE("parallel_for: every index once, on 1, 2, 7 and default threads") {
    for (const int threads : {0, 1, 2, 7}) {
      std::vector<std::atomic<int>> visits(100);
      CHECK(parallel_for(100, threads, [&](std::size_t i) { ++visits[i]; }));
      for (const auto& visit : visits) CHECK(visit == 1);
    }
    CHECK(parallel_for(0, 4, [](std::size_t) { FAIL("nothing to do"); }));
  }

  TEST_CASE("parallel_for: a stop request keeps new work from starting") {
    std::stop_source stop;
    std::atomic<int> done{0};
    const bool whole = parallel_for(
        100, 2,
        [&](std::size_t i) {
          ++done;
          if (i == 3) stop.request_stop();
          while (i > 3 && !stop.stop_requested()) std::this_thread::yield();
        },
        stop.get_token());
    CHECK_FALSE(whole);
    CHECK(done <= 6);
  }

  TEST_CASE("parallel_for: an exception comes out again and ends the work") {
    std::atomic<int> done{0};
    CHECK_THROWS_AS(parallel_for(1000, 2,
                                 [&](std::size_t i) {
                                   ++done;
                                   if (i == 5) throw std::runtime_error("broken");
                                   // Unwinding takes a while; 1000 of these take far longer.
                                   std::this_thread::sleep_for(std::chrono::milliseconds(1));
                                 }),
                    std::runtime_error);
    CHECK(done < 1000);
  }
}
