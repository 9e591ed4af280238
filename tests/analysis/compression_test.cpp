// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/compression.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

using namespace ampsweep;
using analysis::compression_point;
using analysis::CompressionReading;

namespace {

template <class Gain>
std::vector<CompressionReading> readings_of(const Gain& gain, double from, double to, double step) {
  std::vector<CompressionReading> readings;
  for (double level = from; level <= to + 1e-9; level += step) {
    const double a = std::pow(10.0, level / 20.0);
    readings.push_back({level, 20.0 * std::log10(gain(a)), 0.001});
  }
  return readings;
}

/// Gain of x - b x^3 (measurement.md 7.1, case 1).
double cubic_gain(double a) { return 1.0 - 0.75 * 0.4 * a * a; }

/// Gain of a hard clip at 0.1 (case 7).
double clip_gain(double a) {
  if (a <= 0.1) return 1.0;
  const double r = 0.1 / a;
  return 2.0 / std::numbers::pi * (std::asin(r) + r * std::sqrt(1.0 - r * r));
}

/// Level at which a falling gain has lost `by` dB, by bisection on the formula.
template <class Gain>
double level_of(const Gain& gain, double by) {
  double low = -60.0;
  double high = 0.0;
  for (int n = 0; n < 100; ++n) {
    const double middle = 0.5 * (low + high);
    (20.0 * std::log10(gain(std::pow(10.0, middle / 20.0))) > -by ? low : high) = middle;
  }
  return low;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("compression: 1 and 3 dB points of a cubic and a hard clip within 0.01 dB") {
    for (const double start : {-60.0, -59.7, -59.4}) {
      for (const double by : {1.0, 3.0}) {
        const auto cubic =
            compression_point(readings_of(cubic_gain, start, start + 60.0, 1.0), Decibels{by});
        const auto clip =
            compression_point(readings_of(clip_gain, start, start + 60.0, 1.0), Decibels{by});
        REQUIRE(cubic);
        REQUIRE(clip);
        CHECK(std::abs(cubic->input_db - level_of(cubic_gain, by)) < 0.01);
        CHECK(std::abs(clip->input_db - level_of(clip_gain, by)) < 0.01);
        CHECK(clip->sigma_db > 0.0005);
        CHECK(clip->sigma_db < 0.01);
      }
    }
  }

  TEST_CASE("compression: nothing where it is not reached; an unknown reading bounds no crossing") {
    auto readings = readings_of(cubic_gain, -60.0, 0.0, 1.0);
    CHECK_FALSE(compression_point(readings, Decibels{3.2}));
    CHECK_FALSE(compression_point({}, Decibels{1.0}));
    for (auto& reading : readings) {
      if (reading.input_db > -8.0) {
        reading.compression_db = std::numeric_limits<double>::quiet_NaN();
      }
    }
    CHECK_FALSE(compression_point(readings, Decibels{1.0}));
  }

  TEST_CASE("compression: a noisy start that dips by 2 dB does not hide the real point") {
    auto readings = readings_of(cubic_gain, -60.0, 0.0, 1.0);
    readings[1].compression_db = -2.0;
    const auto point = compression_point(readings, Decibels{1.0});
    REQUIRE(point);
    CHECK(std::abs(point->input_db - level_of(cubic_gain, 1.0)) < 0.01);
  }
}
