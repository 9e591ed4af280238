// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/warm_up.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using analysis::ReferenceReading;
using analysis::Refusal;
using analysis::warm_up;

namespace {

/// A reading each 30 s of an amp that warms with a time constant of `tau_min`.
std::vector<ReferenceReading> warming(int count, double tau_min, double gain_db) {
  std::vector<ReferenceReading> readings;
  for (int i = 0; i < count; ++i) {
    const double minute = 0.5 * i;
    const double cold = std::exp(-minute / tau_min);
    readings.push_back({Seconds{60.0 * minute}, 20.0 + gain_db * cold, -30.0 + 3.0 * cold, 5.0});
  }
  return readings;
}

std::vector<ReferenceReading> line(double gain_slope, double thd_slope, double delay_slope) {
  std::vector<ReferenceReading> readings;
  for (int i = 0; i < 12; ++i) {
    const double minute = 0.5 * i;
    readings.push_back({Seconds{30.0 * i}, 20.0 + gain_slope * minute, -30.0 + thd_slope * minute,
                        5.0 + delay_slope * minute});
  }
  return readings;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("warm-up: drift is that of the line, one spoilt reading in seven does not matter") {
    auto readings = line(-0.5, 0.2, 0.001);
    readings[8].gain_db += 6.0;
    const auto result = warm_up(readings);
    REQUIRE(result);
    CHECK(result->gain.per_min == doctest::Approx(-0.5).epsilon(1e-9));
    CHECK(result->thd.per_min == doctest::Approx(0.2).epsilon(1e-9));
    CHECK(result->delay.per_min == doctest::Approx(0.001).epsilon(1e-9));
    CHECK_FALSE(result->stable);
    CHECK_FALSE(result->stable_from);
  }

  TEST_CASE("warm-up: stable just inside each threshold, not just outside") {
    struct Case {
      double gain, thd, delay;
      bool stable;
    };
    for (const Case c : {Case{0.019, 0.0, 0.0, true}, Case{0.021, 0.0, 0.0, false},
                         Case{0.0, -0.095, 0.0, true}, Case{0.0, -0.105, 0.0, false},
                         Case{0.0, 0.0, 0.0032, true}, Case{0.0, 0.0, -0.0035, false}}) {
      const auto result = warm_up(line(c.gain, c.thd, c.delay));
      REQUIRE(result);
      CHECK(result->stable == c.stable);
    }
  }

  TEST_CASE("warm-up: an amp that warms up is called stable when the line has become flat") {
    const auto readings = warming(40, 3.0, 1.0);
    const auto result = warm_up(readings);
    REQUIRE(result);
    CHECK(result->stable);
    REQUIRE(result->stable_from);
    // -1 dB/3 min exp(-t/3) at the window's middle falls below 0.02 dB/min at t = 8.4 min, THD
    // -1 dB/min below 0.1 at 6.9 min; the window's end is 1.5 min later.
    CHECK(result->stable_from->value() / 60.0 > 9.0);
    CHECK(result->stable_from->value() / 60.0 < 12.0);
    CHECK_FALSE(warm_up(std::span(readings).first(14))->stable);
    CHECK(result->curve.front().gain_db == doctest::Approx(1.0).epsilon(0.01));
    CHECK(result->curve.back().gain_db == 0.0);
  }

  TEST_CASE("warm-up: sigma is the scatter of the slope in noise, within a factor 1.5") {
    double error = 0.0;
    double sigma = 0.0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
      signals::Random random(seed);
      auto readings = line(0.0, 0.0, 0.0);
      for (auto& reading : readings) reading.gain_db += 0.01 * random.normal();
      const auto result = warm_up(readings);
      error += result->gain.per_min * result->gain.per_min / 300.0;
      sigma += result->gain.sigma_per_min * result->gain.sigma_per_min / 300.0;
    }
    CHECK(std::sqrt(sigma / error) > 1.0 / 1.5);
    CHECK(std::sqrt(sigma / error) < 1.5);
  }

  TEST_CASE("warm-up: noise that hides the answer is not called stable") {
    signals::Random random(3);
    auto readings = line(0.0, 0.0, 0.0);
    for (auto& reading : readings) reading.gain_db += 0.1 * random.normal();
    CHECK_FALSE(warm_up(readings)->stable);
  }

  TEST_CASE("warm-up: THD below its limit is left out of the verdict") {
    auto readings = line(0.0, 5.0, 0.0);
    for (auto& reading : readings) reading.thd_db = std::nan("");
    const auto result = warm_up(readings);
    REQUIRE(result);
    CHECK(std::isnan(result->thd.per_min));
    CHECK(result->stable);
  }

  TEST_CASE("warm-up: refuses too few readings, NaN, disorder, and limits of zero") {
    const auto reason = [](const std::vector<ReferenceReading>& readings,
                           const analysis::StabilityLimits& limits = {}) {
      const auto result = warm_up(readings, limits);
      REQUIRE(!result);
      return result.error().reason;
    };
    CHECK(reason({}) == Refusal::Reason::TooShort);
    auto readings = line(0.0, 0.0, 0.0);
    CHECK(reason({readings.begin(), readings.begin() + 3}) == Refusal::Reason::TooShort);
    auto broken = readings;
    broken[2].gain_db = std::nan("");
    CHECK(reason(broken) == Refusal::Reason::NotFinite);
    auto disorder = readings;
    disorder[2].at = disorder[1].at;
    CHECK(reason(disorder) == Refusal::Reason::BadParameter);
    CHECK(reason(readings, {.gain_db_per_min = 0.0}) == Refusal::Reason::BadParameter);
  }
}
