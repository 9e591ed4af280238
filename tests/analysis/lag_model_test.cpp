// SPDX-License-Identifier: GPL-3.0-or-later
// Few readings: what a pair of two or three seconds gives.
#include "analysis/lag_model.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "analysis/blind_alignment.hpp"
#include "signals/random.hpp"

using namespace ampsweep;

namespace {

constexpr double kApart = 16384.0;
constexpr int kDelay = 40;

analysis::LagModel modelled(const std::vector<double>& lags) {
  std::vector<analysis::BlockReading> blocks;
  for (std::size_t i = 0; i < lags.size(); ++i) {
    blocks.push_back({{kApart * static_cast<double>(i), lags[i], 0.05}, -10.0});
  }
  return analysis::fit_lag_model(std::move(blocks));
}

std::vector<float> noise(double seconds, std::uint64_t seed) {
  signals::Random random{seed};
  std::vector<float> x(static_cast<std::size_t>(seconds * 48000.0));
  for (float& sample : x) sample = static_cast<float>(0.1 * random.normal());
  return x;
}

/// x, `kDelay` samples late, `lost` samples cut out at `at_s`.
std::vector<float> later(const std::vector<float>& x, double at_s, int lost) {
  std::vector<float> y(kDelay, 0.0F);
  const auto at = static_cast<std::ptrdiff_t>(at_s * 48000.0);
  y.insert(y.end(), x.begin(), x.begin() + at);
  y.insert(y.end(), x.begin() + at + lost, x.end());
  y.resize(x.size(), 0.0F);
  return y;
}

analysis::Measured<analysis::BlindAlignment> aligned(const std::vector<float>& x,
                                                     const std::vector<float>& y) {
  analysis::PairInMemory source(x, y, SampleRate{48000});
  return analysis::align_blind(source);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("lag model: two groups alike are a jump, whichever is the stray one") {
    const auto model = modelled({0.0, 0.0, 100.0, 100.0});
    REQUIRE(model.readings.size() == 4);
    REQUIRE(model.breaks == std::vector<std::size_t>{2});
    CHECK(model.lag(0.0) == doctest::Approx(0.0).epsilon(0.01));
    CHECK(model.lag(3.0 * kApart) == doctest::Approx(100.0).epsilon(0.01));
  }

  TEST_CASE("lag model: of two readings five samples apart both stay") {
    const auto model = modelled({0.0, 5.0});
    REQUIRE(model.readings.size() == 2);
    CHECK(model.breaks.empty());
    CHECK(model.lag(0.0) == doctest::Approx(0.0).epsilon(0.01));
    CHECK(model.lag(kApart) == doctest::Approx(5.0).epsilon(0.01));
  }

  TEST_CASE("lag model: a lone reading far off is dropped, among few and among an even number") {
    CHECK(modelled({3.0, 3.0, 50.0}).readings.size() == 2);
    CHECK(modelled({3.0, 3.0, 50.0, 3.0}).readings.size() == 3);
    CHECK(modelled({0.0, 50.0, 100.0}).readings.size() == 1);
  }

  TEST_CASE("lag model: fewer than two readings make none") {
    CHECK(modelled({}).readings.empty());
    CHECK(modelled({7.0}).readings.empty());
  }

  TEST_CASE("blind alignment: pairs of 1.4 to 3 s, whole or with 64 samples cut out, end well") {
    for (const double length : {1.4, 1.75, 2.1, 2.5, 3.0}) {
      for (const int lost : {0, 64}) {
        CAPTURE(length);
        CAPTURE(lost);
        const auto x = noise(length, 3);
        const auto found = aligned(x, later(x, 0.85, lost));
        if (lost == 0) REQUIRE(found);
        if (!found) continue;
        // Which of the two delays a short sound is told to have depends on what is louder.
        const bool first = found->delay.from_samples <= kDelay && found->delay.to_samples >= kDelay;
        const bool second =
            found->delay.from_samples <= kDelay - lost && found->delay.to_samples >= kDelay - lost;
        CHECK((first || second));
      }
    }
  }
}
