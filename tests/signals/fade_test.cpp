// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/fade.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace ampsweep;
using namespace ampsweep::signals;

TEST_SUITE("unit") {
  TEST_CASE("fade: the gain is 0, 1/2, 1 at the start, the middle and the end") {
    CHECK(fade_gain(SampleCount{0}, SampleCount{100}) == 0.0);
    CHECK(fade_gain(SampleCount{50}, SampleCount{100}) == doctest::Approx(0.5));
    CHECK(fade_gain(SampleCount{100}, SampleCount{100}) == 1.0);
    CHECK(fade_gain(SampleCount{25}, SampleCount{100}) == doctest::Approx(0.1464466094));
  }

  TEST_CASE("fade: a fade of no length leaves the first sample alone") {
    std::vector<float> x(4, 1.0F);
    fade_in(x, SampleCount{0});
    fade_out(x, SampleCount{0});
    CHECK(x == std::vector<float>(4, 1.0F));
  }

  TEST_CASE("fade: in and out mirror each other and do not touch the middle") {
    std::vector<float> x(100, 1.0F);
    fade_in(x, SampleCount{20});
    fade_out(x, SampleCount{20});

    CHECK(x.front() == 0.0F);
    CHECK(x.back() == 0.0F);
    CHECK(std::equal(x.begin(), x.end(), x.rbegin()));
    CHECK(std::all_of(x.begin() + 20, x.end() - 20, [](float v) { return v == 1.0F; }));
    CHECK(x[19] < 1.0F);
  }

  TEST_CASE("fade: one longer than the sound is shortened to it") {
    std::vector<float> x(10, 1.0F);
    fade_in(x, SampleCount{1000});
    CHECK(x[0] == 0.0F);
    CHECK(x[5] == doctest::Approx(0.5));
    std::vector<float> nothing;
    fade_out(nothing, SampleCount{10});
    CHECK(nothing.empty());
  }
}
