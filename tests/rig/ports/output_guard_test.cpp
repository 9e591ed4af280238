// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/ports/output_guard.hpp"

#include <doctest/doctest.h>

#include "tests/rig/ports/player_bench.hpp"
#include "tests/support/guard_chaos.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

TEST_SUITE("unit") {
  TEST_CASE("output guard: 50 000 random event sequences break no invariant") {
    const std::uint64_t seed = 20261122;
    for (std::uint64_t i = 0; i < 50'000; ++i) {
      const auto broken = test::GuardChaos::run(signals::derived(seed, i));
      if (!broken.empty()) FAIL("sequence " << i << " of seed " << seed << ": " << broken);
    }
  }

  TEST_CASE("output guard: a stop latches, and only a begin opens it again") {
    OutputGuard guard{{24, 6, 60}};
    guard.begin(1000);
    for (int i = 0; i < 100; ++i) guard.frame_done();
    CHECK(guard.gain() == 1.0F);
    guard.stop();
    for (int i = 0; i < 6; ++i) guard.frame_done();
    CHECK(guard.state() == PlayState::Stopped);
    for (int i = 0; i < 50; ++i) {
      guard.callback(10, true);
      guard.tap(0.5F, 0.1F, 1.0F);
      guard.frame_done();
      CHECK(guard.gain() == 0.0F);
    }
    guard.begin(1000);
    for (int i = 0; i < 100; ++i) guard.frame_done();
    CHECK(guard.gain() == 1.0F);
  }

  TEST_CASE("output guard: a take that ends while it is being muted was muted") {
    OutputGuard guard{{24, 6, 60}};
    guard.begin(100);
    for (int i = 0; i < 97; ++i) guard.frame_done();
    guard.callback(61, false);
    for (int i = 0; i < 3; ++i) guard.frame_done();
    CHECK(guard.state() == PlayState::Muted);
    CHECK(guard.mute_frame() == 97);
  }

  TEST_CASE(
      "output guard: in the callback a stop is silence within one period and 5 ms, periods of 32 "
      "to "
      "2048 frames") {
    for (const std::uint32_t period : {32U, 64U, 256U, 480U, 1024U, 2048U}) {
      test::PlayerBench bench;
      bench.load(std::vector<float>(96'000, 0.8F), 96'000);
      bench.begin();
      while (bench.sent.size() < 24'000) bench.run(period);
      // Asked for just after a callback looked: the next one is the first to see it.
      const std::size_t asked = bench.sent.size();
      bench.run(period);
      request_stop(bench.state);
      for (int i = 0; i < 20; ++i) bench.run(period);
      std::size_t silent = bench.sent.size();
      while (silent > 0 && bench.sent[silent - 1] == 0.0F) --silent;
      CHECK(silent > asked);
      CHECK(silent - asked <= period + 240);
    }
  }
}
