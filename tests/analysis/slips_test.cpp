// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/slips.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::BreakBracket;
using analysis::place_break;

namespace {

constexpr SampleRate kRate{48000};

/// Half a second of plucks, 0.2 s of silence, half a second of plucks.
closed_form::Sound scene() {
  return closed_form::sum({closed_form::plucks(kRate, 0.0, 24000.0, 1),
                           closed_form::plucks(kRate, 33600.0, 24000.0, 2)});
}

BreakBracket placed(double at, double jump, double noise) {
  const auto expected = closed_form::record(scene(), {}, kRate, 57600);
  const auto recording = closed_form::with_noise(
      closed_form::record(scene(), {.delay = 40.25, .jumps = {{at, jump}}}, kRate, 58000), noise,
      3);
  return place_break(expected, recording, 5000, 50000,
                     {.lag_before = 40.25, .lag_after = 40.25 + jump});
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "slips: without noise a break in sound is placed within 3 ms, and the truth is inside") {
    for (const double at : {9000.0, 14321.0, 40000.0}) {
      for (const double jump : {-1.0, 1.0, -480.0}) {
        const BreakBracket bracket = placed(at, jump, 0.0);
        CHECK(bracket.from <= at + 1.0);
        CHECK(bracket.to >= at - 1.0);
        CHECK(bracket.to - bracket.from < 144);
      }
    }
  }

  TEST_CASE("slips: a break in silence is bracketed by all of the silence") {
    const BreakBracket bracket = placed(28000.0, -1.0, 1e-5);
    CHECK(bracket.from < 24200);
    CHECK(bracket.from > 22000);
    CHECK(bracket.to > 33600);
    CHECK(bracket.to < 34600);
  }

  TEST_CASE("slips: a DC offset in the recording does not move the bracket off the truth") {
    const auto expected = closed_form::record(scene(), {}, kRate, 57600);
    auto sound =
        closed_form::record(scene(), {.delay = 40.25, .jumps = {{28000.0, -1.0}}}, kRate, 58000);
    for (double& sample : sound) sample += 0.003;
    const BreakBracket bracket =
        place_break(expected, closed_form::with_noise(sound, 1e-5, 3), 5000, 50000,
                    {.lag_before = 40.25, .lag_after = 39.25});
    CHECK(bracket.from < 28000);
    CHECK(bracket.to > 28000);
  }

  TEST_CASE(
      "slips: a break in the silence before a sweep from 20 Hz is bracketed by all of it, though "
      "two high-passes are in the path and the model has one") {
    const closed_form::Sound notes =
        closed_form::sum({closed_form::plucks(kRate, 0.0, 24000.0, 1),
                          closed_form::chirp({.from = Hertz{20.0},
                                              .to = Hertz{20000.0},
                                              .length = SampleCount{48000},
                                              .fade = SampleCount{480},
                                              .level = DbFsPeak{-12.0}},
                                             kRate, 33600.0)});
    const auto expected = closed_form::record(notes, {.ac_corners_hz = {6.0}}, kRate, 81600);
    for (const double jump : {-1.0, 1.0}) {
      const auto recording = closed_form::with_noise(
          closed_form::record(
              notes, {.delay = 40.25, .jumps = {{28000.0, jump}}, .ac_corners_hz = {3.0, 3.0}},
              kRate, 82000),
          1e-5, 3);
      const BreakBracket bracket = place_break(expected, recording, 5000, 72000,
                                               {.lag_before = 40.25, .lag_after = 40.25 + jump});
      CHECK(bracket.from < 24300);
      CHECK(bracket.from > 22000);
      CHECK(bracket.to > 33600);
      CHECK(bracket.to < 50000);
    }
  }

  TEST_CASE("slips: a stretch outside the recording is cut to it") {
    const std::vector<double> expected(100, 0.0);
    const std::vector<float> recording(50, 0.0F);
    const BreakBracket bracket = place_break(expected, recording, -30, 400, {});
    CHECK(bracket.from == 0);
    CHECK(bracket.to == 50);
  }
}
