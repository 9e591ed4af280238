// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/known_tone.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::fit_known_tone;
using analysis::KnownTone;

namespace {

/// dc + sum of r^(k-1) cos(k (omega n + 0.3)), k = 1 .. 8.
std::vector<double> falling_orders(double omega, double r, std::size_t length) {
  std::vector<double> x(length, 0.01);
  for (std::size_t n = 0; n < length; ++n) {
    for (int k = 1; k <= 8; ++k) {
      x[n] += 0.5 * std::pow(r, k - 1) * std::cos(k * (omega * static_cast<double>(n) + 0.3));
    }
  }
  return x;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("known tone: orders and DC within 1e-7, on a bin, off it, and with 2.3 periods") {
    const double bin = 2.0 * std::numbers::pi / 4800.0;
    for (const double omega : {20.0 * bin, 20.37 * bin, 2.3 * bin, 213.11 * bin}) {
      const KnownTone tone =
          fit_known_tone(closed_form::to_float(falling_orders(omega, 0.1, 4800)), omega, 9);
      CHECK(tone.dc == doctest::Approx(0.01).epsilon(1e-5));
      for (int k = 1; k <= 9; ++k) {
        const double truth = k == 9 ? 0.0 : 0.5 * std::pow(0.1, k - 1);
        const auto order = tone.orders[static_cast<std::size_t>(k - 1)];
        CHECK(std::abs(order - std::polar(truth, 0.3 * k)) < 1e-7);
      }
      CHECK(tone.residual_rms < 1e-7);
      CHECK(tone.explained() > 1.0 - 1e-10);
    }
  }

  TEST_CASE("known tone: in white noise the errors have the stated sigma") {
    const double omega = 0.1234;
    const auto clean = falling_orders(omega, 0.1, 2000);
    double sum = 0.0;
    constexpr int kTrials = 200;
    for (std::uint64_t seed = 1; seed <= kTrials; ++seed) {
      const auto tone = fit_known_tone(closed_form::with_noise(clean, 1e-3, seed), omega, 10);
      CHECK(tone.sigma == doctest::Approx(1e-3 * std::sqrt(2.0 / 2000.0)).epsilon(0.15));
      const double off = (tone.orders[2] - std::polar(0.005, 0.9)).real() / tone.sigma;
      sum += off * off / kTrials;
    }
    CHECK(sum > 0.7);
    CHECK(sum < 1.4);
  }

  TEST_CASE("known tone: silence explains nothing; the band ends at 0.45 of the rate") {
    const auto tone = fit_known_tone(std::vector<float>(1000, 0.0F), 0.1, 5);
    CHECK(tone.explained() == 0.0);
    CHECK(tone.sigma == 0.0);
    CHECK(analysis::orders_in_band(2.0 * std::numbers::pi / 48.0, 40) == 21);
    CHECK(analysis::orders_in_band(2.0 * std::numbers::pi / 480.0, 40) == 40);
  }
}
