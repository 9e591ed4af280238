// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/realign.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

using namespace ampsweep;
using analysis::realign;

namespace {

double sine(double hz, double n) {
  return std::sin(2.0 * std::numbers::pi * hz / 48000.0 * n + 0.3);
}

std::vector<double> recorded_sine(double hz, std::size_t length) {
  std::vector<double> x(length);
  for (std::size_t n = 0; n < length; ++n) x[n] = sine(hz, static_cast<double>(n));
  return x;
}

/// Largest error against the formula, away from the recording's ends, in dB of the sine's peak.
double worst_error_db(double hz, double delay, double drift_ppm) {
  const auto x = recorded_sine(hz, 6000);
  const auto y = realign(std::span<const double>(x), delay, drift_ppm, SampleCount{5000});
  double worst = 0.0;
  for (std::size_t n = 300; n < 4700; ++n) {
    const double at = delay + static_cast<double>(n) * (1.0 + drift_ppm * 1e-6);
    worst = std::max(worst, std::abs(y[n] - sine(hz, at)));
  }
  return 20.0 * std::log10(worst);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("realign: a whole delay without drift is an exact copy, zero outside the recording") {
    std::vector<float> x(100);
    for (std::size_t n = 0; n < x.size(); ++n) x[n] = 0.01F * static_cast<float>(n + 1);
    for (const int delay : {-7, 0, 13, 95, 200, -150}) {
      const auto y = realign(std::span<const float>(x), delay, 0.0, SampleCount{50});
      REQUIRE(y.size() == 50);
      for (int n = 0; n < 50; ++n) {
        const int from = n + delay;
        const double expected =
            from >= 0 && from < 100 ? static_cast<double>(x[static_cast<std::size_t>(from)]) : 0.0;
        CHECK(y[static_cast<std::size_t>(n)] == expected);
      }
    }
  }

  TEST_CASE("realign: sines from 20 Hz to 20 kHz are right within -130 dB at any fraction") {
    for (const double hz : {20.0, 997.0, 10000.0, 19000.0, 20000.0}) {
      for (const double delay : {0.5, 100.25, 37.001, 299.999, 12.7}) {
        CHECK(worst_error_db(hz, delay, 0.0) < -130.0);
      }
    }
  }

  TEST_CASE("realign: the same with drift of 0.01 to 1000 ppm, within -130 dB") {
    for (const double hz : {20.0, 997.0, 19000.0, 20000.0}) {
      for (const double drift_ppm : {0.01, -1.0, 20.0, -100.0, 1000.0}) {
        CHECK(worst_error_db(hz, 100.3, drift_ppm) < -130.0);
      }
    }
  }

  TEST_CASE("realign: up to 22.8 kHz of 48 kHz the error stays below -120 dB") {
    for (const double drift_ppm : {0.0, 50.0}) {
      CHECK(worst_error_db(22800.0, 50.5, drift_ppm) < -120.0);
    }
  }

  TEST_CASE(
      "realign: passband flat within 1e-5 dB to 22.8 kHz, images below -120 dB from 25.2 kHz") {
    // The filter's continuous response, read from an impulse at 64 fractions of a sample.
    constexpr int kFractions = 64;
    std::vector<float> impulse(400, 0.0F);
    impulse[200] = 1.0F;
    std::vector<std::vector<double>> rows;
    for (int i = 0; i < kFractions; ++i) {
      rows.push_back(realign(std::span<const float>(impulse), static_cast<double>(i) / kFractions,
                             0.0, SampleCount{400}));
    }
    const auto gain_at = [&](double hz) {
      std::complex<double> sum;
      for (int i = 0; i < kFractions; ++i) {
        for (std::size_t n = 0; n < 400; ++n) {
          const double t = static_cast<double>(n) + static_cast<double>(i) / kFractions - 200.0;
          sum += rows[static_cast<std::size_t>(i)][n] *
                 std::polar(1.0, -2.0 * std::numbers::pi * hz / 48000.0 * t);
        }
      }
      return std::abs(sum) / kFractions;
    };
    for (double hz = 50.0; hz <= 22800.0; hz += 650.0) {
      CHECK(std::abs(20.0 * std::log10(gain_at(hz))) < 1e-5);
    }
    for (double hz = 25200.0; hz < 140000.0; hz += 1700.0) {
      CHECK(20.0 * std::log10(gain_at(hz)) < -120.0);
    }
  }

  TEST_CASE("realign: nothing asked gives nothing, an empty recording gives zeros") {
    const std::vector<float> empty;
    CHECK(realign(std::span<const float>(empty), 0.5, 0.0, SampleCount{0}).empty());
    const auto zeros = realign(std::span<const float>(empty), 0.5, 10.0, SampleCount{20});
    CHECK(zeros == std::vector<double>(20, 0.0));
    const std::vector<float> some(10, 1.0F);
    CHECK(realign(std::span<const float>(some), 1e6 + 0.5, 0.0, SampleCount{5}) ==
          std::vector<double>(5, 0.0));
    CHECK(realign(std::span<const float>(some), -1e6 + 0.5, 3.0, SampleCount{5}) ==
          std::vector<double>(5, 0.0));
  }
}
