// SPDX-License-Identifier: GPL-3.0-or-later
// A small share of tests/bench/discontinuity_bench.cpp: breaks of the sample stream in simulated
// takes, judged as a session judges them.
#include <doctest/doctest.h>

#include "support/random_break.hpp"

using namespace ampsweep;
using test::Clocks;
using test::Discontinuity;

namespace {

test::Judged judge_break(const test::ContinuityScene& scene, const Discontinuity& wrong) {
  return test::judged_noisy(scene, test::broken(scene.clean, wrong), 7);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("discontinuity: a sample lost where little tells of it refuses the take") {
    const auto scene = test::continuity_scene(test::brief_stimulus(), Clocks::Shared, 3);
    const auto span = test::sounding_span(scene);
    REQUIRE(test::judged_noisy(scene, scene.clean, 7).verdict.accepted);
    const auto refused = [&](Discontinuity::Where where, std::int64_t at) {
      return !judge_break(scene, {Discontinuity::Kind::Drop, where, at, 1, 0}).verdict.accepted;
    };
    using Where = Discontinuity::Where;
    CHECK(refused(Where::All, span.from - 2400));  // before any sound: all of it comes earlier
    CHECK(refused(Where::All, span.from + 4800));  // the first marker, at 80 Hz
    CHECK(refused(Where::All, span.to - 960));     // the last 20 ms that sound
    CHECK(refused(Where::Loopback, span.to - 120'000));
    CHECK(refused(Where::Amp, span.from + 48'000));  // two markers: the loopback knows the drift
  }

  TEST_CASE("discontinuity: a marker torn in the middle is not taken for the next one") {
    const auto scene = test::continuity_scene(test::brief_stimulus(), Clocks::Shared, 3);
    const auto at = test::sounding_span(scene).from + 11'000;
    const auto judged =
        judge_break(scene, {Discontinuity::Kind::Repeat, Discontinuity::Where::All, at, 186, 0});
    CHECK_FALSE(judged.verdict.accepted);
  }
}

TEST_SUITE("slow") {
  TEST_CASE("discontinuity: 100 random breaks are refused, 20 takes without one are not") {
    int missed = 0;
    int alarms = 0;
    for (std::uint64_t s = 0; s < 10; ++s) {
      const auto clocks = s % 4 == 3 ? Clocks::Apart : Clocks::Shared;
      const auto scene = test::continuity_scene(test::brief_stimulus(), clocks, 100 + s);
      signals::Random random{s};
      for (std::uint64_t i = 0; i < 10; ++i) {
        const auto wrong = test::random_break(scene, random);
        missed += judge_break(scene, wrong).verdict.accepted ? 1 : 0;
      }
      for (std::uint64_t i = 0; i < 2; ++i) {
        alarms += test::judged_noisy(scene, scene.clean, 50 + i).verdict.accepted ? 0 : 1;
      }
    }
    CHECK(missed == 0);
    CHECK(alarms == 0);
  }
}
