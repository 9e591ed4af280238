// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lag_line.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

namespace {

std::vector<LagReading> readings_on(double slope, const std::vector<double>& jumps_after) {
  std::vector<LagReading> readings;
  for (int i = 0; i < 20; ++i) {
    double lag = 100.0 + slope * 1000.0 * i;
    for (const double after : jumps_after) lag += 1000.0 * i > after ? 1.0 : 0.0;
    readings.push_back({1000.0 * i, lag, 0.01});
  }
  return readings;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("lag line: the typical slope ignores a few jumps") {
    CHECK(typical_slope(readings_on(2e-5, {5500.0, 9500.0}), 0.45) ==
          doctest::Approx(2e-5).epsilon(1e-9));
    CHECK(typical_slope(std::vector<LagReading>{{0.0, 5.0, 1.0}}, 0.45) == 0.0);
    CHECK(typical_slope({}, 0.45) == 0.0);
  }

  TEST_CASE("lag line: one slip in a silence longer than all sound does not move the slope") {
    auto readings = readings_on(2e-5, {});
    for (int i = 0; i < 5; ++i) {
      const double at = 60'000.0 + 1000.0 * i;
      readings.push_back({at, 100.0 + 2e-5 * at + 40.0, 0.01});
    }
    CHECK(typical_slope(readings, 0.45) == doctest::Approx(2e-5).epsilon(1e-9));
  }

  TEST_CASE(
      "lag line: a slow change shows as a stretch off the line, one reading astray does not") {
    auto readings = readings_on(0.0, {});
    readings[4].lag += 3.0;
    CHECK(worst_stretch(readings, {0.0, 100.0, 1.0}, 0.0, 9) == 0.0);
    for (int i = 10; i < 20; ++i) readings[static_cast<std::size_t>(i)].lag += 0.1 * (i - 9);
    CHECK(worst_stretch(readings, {0.0, 100.0, 1.0}, 0.0, 9) == doctest::Approx(0.6));
    CHECK(worst_stretch(readings, {0.0, 100.0, 1.0}, 0.0, 21) == 0.0);
  }

  TEST_CASE(
      "lag line: the favoured slope is the majority's, and of two equal parties the flatter") {
    const std::vector<LagReading> slip_in_longer{{0, 0, 1}, {100, 0.0, 1}, {250, 1.0, 1}};
    CHECK(favoured_slope(slip_in_longer, 0.45) == 0.0);
    const std::vector<LagReading> drifting{
        {0, 0, 1}, {100, 2.0, 1}, {200, 4.0, 1}, {300, 5.0, 1}, {400, 7.0, 1}};
    CHECK(favoured_slope(drifting, 0.45) == doctest::Approx(0.02));
    CHECK(favoured_slope({}, 0.45) == 0.0);
  }

  TEST_CASE("lag line: breaks are found against the slope, drift alone makes none") {
    CHECK(find_breaks(readings_on(1e-3, {}), 1e-3, 0.45).empty());
    CHECK(find_breaks(readings_on(1e-3, {5500.0}), 1e-3, 0.45) == std::vector<std::size_t>{6});
  }

  TEST_CASE("lag line: the slope within runs and the level of each run come out to 1e-9") {
    const auto readings = readings_on(2e-5, {5500.0});
    const LagLine line = fit_lag_line(readings, std::vector<std::size_t>{6});
    CHECK(line.slope == doctest::Approx(2e-5).epsilon(1e-9));
    REQUIRE(line.intercept.size() == 2);
    CHECK(line.intercept[0] == doctest::Approx(100.0).epsilon(1e-9));
    CHECK(line.intercept[1] == doctest::Approx(101.0).epsilon(1e-9));
  }

  TEST_CASE("lag line: one reading has a level and no slope") {
    const std::vector<LagReading> one{{500.0, 42.0, 0.1}};
    const LagLine line = fit_lag_line(one, {});
    CHECK(line.slope == 0.0);
    CHECK(line.slope_sigma == 0.0);
    CHECK(line.intercept[0] == 42.0);
    CHECK(line.intercept_sigma[0] == doctest::Approx(0.1));
  }

  TEST_CASE("lag line: sigmas match the scatter of 500 trials within 15 %") {
    signals::Random random(11);
    double squared_slope = 0.0;
    double squared_level = 0.0;
    LagLine line;
    constexpr int kTrials = 500;
    for (int trial = 0; trial < kTrials; ++trial) {
      auto readings = readings_on(0.0, {});
      for (LagReading& reading : readings) {
        reading.sigma = 0.2;
        reading.lag += 0.2 * random.normal();
      }
      line = fit_lag_line(readings, {});
      squared_slope += line.slope * line.slope / kTrials;
      squared_level += std::pow(line.intercept[0] - 100.0, 2) / kTrials;
    }
    // No trial's own sigma is below the one the readings claim; take that as the prediction.
    const double slope_sigma = 0.2 / std::sqrt(665e6);  // sum (at - mean)^2 = 665e6
    CHECK(std::sqrt(squared_slope) == doctest::Approx(slope_sigma).epsilon(0.15));
    CHECK(line.slope_sigma >= slope_sigma * 0.999);
    const double level_sigma = std::hypot(0.2 / std::sqrt(20.0), 9500.0 * slope_sigma);
    CHECK(std::sqrt(squared_level) == doctest::Approx(level_sigma).epsilon(0.15));
    CHECK(line.intercept_sigma[0] >= level_sigma * 0.999);
  }

  TEST_CASE("lag line: a reading that fits neither neighbour is dropped, a real jump stays") {
    auto readings = readings_on(1e-4, {5500.0});
    readings[10].lag += 0.5;
    readings[0].lag -= 0.5;
    const auto kept = without_outliers(readings, 1e-4, 0.25);
    CHECK(kept.size() == 18);
    CHECK(find_breaks(kept, 1e-4, 0.45).size() == 1);
    CHECK(without_outliers({}, 0.0, 0.25).empty());
  }
}
