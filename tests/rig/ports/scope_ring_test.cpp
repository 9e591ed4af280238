// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/ports/scope_ring.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <thread>

#include "tests/rig/ports/player_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

TEST_SUITE("unit") {
  TEST_CASE("scope: shows what the input heard last, before a take and during one") {
    test::PlayerBench bench;
    bench.delay = 64;
    bench.load(test::tone(20'000), 24'000);
    CHECK(newest(bench.state.scope, 1, 100).at(0).empty());
    bench.run(64);
    CHECK(newest(bench.state.scope, 1, 100).at(0).size() == 64);
    REQUIRE(bench.run_to_end(bench.begin(), 64));

    const auto heard = newest(bench.state.scope, 1, 5000);
    REQUIRE(heard.at(0).size() == 5000);
    const auto first = bench.returned.size() - 5000;
    for (std::size_t i = 0; i < 5000; ++i) REQUIRE(heard[0][i] == bench.returned[first + i]);
  }

  TEST_CASE("scope: gives at most half of the ring") {
    const auto ring = std::make_unique<ScopeRing>();
    for (std::uint64_t i = 0; i < 3 * ScopeRing::kFrames; ++i)
      ring->put(0, i, static_cast<float>(i));
    ring->publish(3 * ScopeRing::kFrames);
    const auto heard = newest(*ring, 1, 2 * ScopeRing::kFrames);
    REQUIRE(heard.at(0).size() == ScopeRing::kReadable);
    CHECK(heard[0].back() == static_cast<float>(3 * ScopeRing::kFrames - 1));
    CHECK(heard[0].front() == static_cast<float>(3 * ScopeRing::kFrames - ScopeRing::kReadable));
  }

  TEST_CASE("scope: a reader beside a fast writer sees one stretch of the sound, or nothing") {
    const auto ring = std::make_unique<ScopeRing>();
    std::jthread writer{[&ring](const std::stop_token& stop) {
      for (std::uint64_t at = 0; !stop.stop_requested(); at += 64) {
        for (std::uint64_t i = 0; i < 64; ++i) {
          ring->put(0, at + i, static_cast<float>((at + i) % 1'000'000));
        }
        ring->publish(at + 64);
      }
    }};
    int seen = 0;
    while (seen < 200) {
      const auto heard = newest(*ring, 1, 4096);
      if (heard[0].size() < 2) continue;
      ++seen;
      for (std::size_t i = 1; i < heard[0].size(); ++i) {
        const float step = heard[0][i] - heard[0][i - 1];
        REQUIRE((step == 1.0F || step == -999'999.0F));
      }
    }
  }
}
