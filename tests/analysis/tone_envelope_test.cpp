// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/tone_envelope.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

using namespace ampsweep;
using analysis::Placement;
using analysis::tone_envelope;

namespace {

/// 0.02 + 0.5 sin(phase) + 0.05 sin(2 phase), a period of 436 samples of the stimulus.
std::vector<float> steady(const Placement& place, std::size_t length) {
  std::vector<float> x(length);
  for (std::size_t m = 0; m < length; ++m) {
    const double n = (static_cast<double>(m) - place.delay_samples) / place.stretch();
    const double phase = 2.0 * std::numbers::pi * n / 436.0;
    x[m] = static_cast<float>(0.02 + 0.5 * std::sin(phase) + 0.05 * std::sin(2.0 * phase));
  }
  return x;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("tone envelope: a steady tone is exact on one clock, and leaks d ppm at d ppm") {
    for (const double ppm : {0.0, 50.0}) {
      const Placement place{123.4, ppm};
      const auto points = tone_envelope(steady(place, 20000), place, SampleCount{436},
                                        SampleCount{436 * 31}, SampleCount{436}, 3);
      REQUIRE(points.size() == 30);
      const double tolerance = 1e-7 + 2e-6 * ppm;
      for (std::size_t i = 0; i < points.size(); ++i) {
        const auto& point = points[i];
        CHECK(std::abs(point.orders[0] - std::complex{0.0, -0.5}) < tolerance);
        CHECK(std::abs(point.orders[1] - std::complex{0.0, -0.05}) < tolerance);
        CHECK(std::abs(point.orders[2]) < tolerance);
        CHECK(std::abs(point.dc - 0.02) < tolerance);
        CHECK(std::abs(point.centre - 436.0 * (static_cast<double>(i) + 1.5)) < 1.0);
      }
    }
  }
}
