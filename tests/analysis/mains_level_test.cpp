// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: sums of sines of known level.
#include "analysis/mains_level.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;

namespace {

constexpr SampleRate kRate{48000};
constexpr std::size_t kSize = 19200;  // 0.4 s

std::vector<float> noise(double rms, std::uint64_t seed, std::size_t size = kSize) {
  signals::Random random{seed};
  std::vector<float> x(size);
  for (float& sample : x) sample = static_cast<float>(rms * random.normal());
  return x;
}

/// Lines 1, 2 and 3, each half as large as the one before.
void add_hum(std::vector<float>& x, double hz, double rms) {
  const double first = rms * std::numbers::sqrt2 / std::sqrt(1.0 + 0.25 + 0.0625);
  for (std::size_t n = 0; n < x.size(); ++n) {
    const double t = 2.0 * std::numbers::pi * hz * static_cast<double>(n) / 48000.0;
    x[n] += static_cast<float>(
        first * (std::sin(t) + 0.5 * std::sin(2.0 * t + 1.0) + 0.25 * std::sin(3.0 * t + 2.0)));
  }
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("mains level: hum in noise within half a dB") {
    for (const double hz : {49.9, 50.0, 50.1, 59.95, 60.0}) {
      CAPTURE(hz);
      auto x = noise(1e-4, 3);
      add_hum(x, hz, 1e-3);
      const auto level = analysis::mains_level(x, kRate);
      REQUIRE(level);
      CHECK(level->value() == doctest::Approx(-60.0).epsilon(0.5 / 60.0));
    }
  }

  TEST_CASE("mains level: the same in 0.79 to 5 s, also where the hum is its fourth line") {
    for (const double seconds : {0.4, 0.79, 0.9, 1.0, 5.0}) {
      for (const double hz : {49.9, 50.1}) {
        CAPTURE(seconds);
        CAPTURE(hz);
        auto x = noise(1e-4, 3, static_cast<std::size_t>(48000.0 * seconds));
        auto fourth = x;
        add_hum(x, hz, 1e-3);
        const auto level = analysis::mains_level(x, kRate);
        REQUIRE(level);
        CHECK(std::abs(level->value() + 60.0) < 0.5);
        for (std::size_t n = 0; n < fourth.size(); ++n) {
          fourth[n] += static_cast<float>(
              1e-3 * std::numbers::sqrt2 *
              std::sin(2.0 * std::numbers::pi * 4.0 * hz * static_cast<double>(n) / 48000.0));
        }
        const auto line = analysis::mains_level(fourth, kRate);
        REQUIRE(line);
        CHECK(std::abs(line->value() + 60.0) < 0.5);
      }
    }
  }

  TEST_CASE("mains level: noise alone is none, in one piece and in several") {
    for (const std::size_t size : {kSize, 5 * kSize}) {
      int called = 0;
      for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        called += analysis::mains_level(noise(1e-3, seed, size), kRate) ? 1 : 0;
      }
      CHECK(called <= 3);
    }
  }

  TEST_CASE("mains level: nothing of silence, and of too little") {
    CHECK_FALSE(analysis::mains_level(std::vector<float>(kSize, 0.0F), kRate));
    CHECK_FALSE(analysis::mains_level(std::vector<float>(9599, 0.1F), kRate));
  }
}
