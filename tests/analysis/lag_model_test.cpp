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

  TEST_CASE(
      "lag model: low notes that come late and are over are no slip; what stays late is one") {
    struct Row {
      double period;  // of those that are late
      double late;
      int from, to;  // of 40
      std::size_t breaks;
    };
    for (const Row& row :
         {Row{400.0, 8.0, 10, 18, 0}, Row{400.0, 8.0, 0, 8, 0}, Row{400.0, 8.0, 32, 40, 0},
          Row{400.0, 30.0, 10, 18, 2}, Row{20.0, 8.0, 10, 18, 2}, Row{400.0, 8.0, 20, 40, 1},
          Row{400.0, 8.0, 10, 26, 2}}) {
      CAPTURE(row.period);
      CAPTURE(row.late);
      CAPTURE(row.from);
      CAPTURE(row.to);
      std::vector<analysis::BlockReading> blocks;
      for (int i = 0; i < 40; ++i) {
        const bool in = i >= row.from && i < row.to;
        const double at = kApart * i;
        blocks.push_back(
            {{at, 20.0 + 1e-6 * at + (in ? row.late : 0.0), 0.05}, -10.0, in ? row.period : 100.0});
      }
      const auto model = analysis::fit_lag_model(std::move(blocks));
      CHECK(model.breaks.size() == row.breaks);
      CHECK(model.line.slope == doctest::Approx(1e-6).epsilon(0.01));
      const auto left_out = static_cast<std::size_t>(row.to - row.from);
      CHECK(model.readings.size() == (row.breaks == 0 ? 40 - left_out : 40));
    }
  }

  TEST_CASE("lag model: samples lost again and again are not eaten up from the ends") {
    std::vector<analysis::BlockReading> blocks;
    for (int i = 0; i < 60; ++i) {
      const int lost = 50 * ((i >= 6) + (i >= 12) + (i >= 18) + (i >= 42));
      blocks.push_back({{kApart * i, -1.0 * lost, 0.02}, -10.0, 4000.0});
    }
    const auto model = analysis::fit_lag_model(std::move(blocks));
    CHECK(model.readings.size() == 60);
    CHECK(model.breaks == std::vector<std::size_t>{6, 12, 18, 42});
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
