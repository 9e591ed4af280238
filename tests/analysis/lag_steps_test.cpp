// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lag_steps.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "analysis/level_effect.hpp"
#include "signals/random.hpp"

using namespace ampsweep;
using analysis::LagReading;

namespace {

/// A line of 5 ppm with `jump` before reading 25 of 60, sigma 0.1.
std::vector<LagReading> noisy_line(std::uint64_t seed, double jump) {
  signals::Random random{seed};
  std::vector<LagReading> readings;
  for (int i = 0; i < 60; ++i) {
    const double at = 16384.0 * i;
    const double step = i >= 25 ? jump : 0.0;
    readings.push_back({at, 7.0 + 5e-6 * at + step + 0.1 * random.normal(), 0.1});
  }
  return readings;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("lag steps: half a sample is found in readings of sigma 0.1, at its place") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const auto readings = noisy_line(seed, seed % 2 == 0 ? 0.5 : -0.5);
      const auto breaks = analysis::find_steps(readings, 0.3);
      REQUIRE(breaks.size() == 1);
      CHECK(std::abs(static_cast<double>(breaks[0]) - 25.0) <= 2.0);
    }
  }

  TEST_CASE("lag steps: a hundred straight lines have none, sigma told too small or not") {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      auto readings = noisy_line(seed, 0.0);
      if (seed % 2 == 0) {
        for (LagReading& reading : readings) reading.sigma = 0.02;
      }
      CHECK(analysis::find_steps(readings, 0.3).empty());
    }
  }

  TEST_CASE("lag steps: jumps below the least jump are taken back") {
    CHECK(analysis::find_steps(noisy_line(3, 0.6), 1.0).empty());
  }

  TEST_CASE("lag steps: scatter over what sigma says is read past a jump and a drift") {
    auto readings = noisy_line(4, 200.0);
    for (LagReading& reading : readings) reading.sigma = 0.05;
    const double scatter = analysis::excess_scatter_of(readings);
    CHECK(scatter > 1.4);
    CHECK(scatter < 2.8);
    CHECK(analysis::excess_scatter_of(std::vector<LagReading>(5)) == 1.0);
  }

  TEST_CASE("level effect: a value that follows the level is told, one that does not is left") {
    signals::Random random{5};
    std::vector<analysis::LevelValue> values;
    for (int i = 0; i < 90; ++i) {
      const double level = random.uniform(-40.0, 0.0);
      values.push_back({level, 0.05 * level + 0.1 * random.normal()});
    }
    const auto effect = analysis::level_effect(values);
    double left = 0.0;
    double mean = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double off = values[i].value - effect[i] + 1.0;  // mean of 0.05 x level is -1
      left += off * off;
      mean += effect[i];
    }
    CHECK(std::sqrt(left / 90.0) < 0.25);  // 0.59 before
    CHECK(std::abs(mean) < 1e-9);
    CHECK(analysis::level_effect(std::vector<analysis::LevelValue>(23, {0.0, 3.0})) ==
          std::vector<double>(23, 0.0));
  }
}
