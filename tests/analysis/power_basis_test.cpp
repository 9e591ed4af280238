// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/power_basis.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using namespace ampsweep::analysis;

TEST_SUITE("unit") {
  TEST_CASE("power basis: harmonics of sin^k are those of a sampled sine's power, k to 9") {
    constexpr int kSamples = 64;
    for (int power = 1; power <= 9; ++power) {
      for (int harmonic = 1; harmonic <= 10; ++harmonic) {
        // b sin(n p + theta) has the phasor b exp(j theta) = 2/N sum y (sin np + j cos np).
        std::complex<double> sampled;
        for (int i = 0; i < kSamples; ++i) {
          const double p = 2.0 * std::numbers::pi * i / kSamples;
          sampled += std::pow(std::sin(p), power) *
                     std::complex<double>(std::sin(harmonic * p), std::cos(harmonic * p)) * 2.0 /
                     static_cast<double>(kSamples);
        }
        INFO("power " << power << " harmonic " << harmonic);
        CHECK(std::abs(harmonic_of_power(power, harmonic) - sampled) < 1e-14);
      }
    }
  }

  TEST_CASE("power basis: N = 3 is the published matrix, and solving it gives the powers back") {
    const std::complex<double> j(0.0, 1.0);
    CHECK(std::abs(harmonic_of_power(1, 1) - 1.0) < 1e-15);
    CHECK(std::abs(harmonic_of_power(2, 2) + 0.5 * j) < 1e-15);
    CHECK(std::abs(harmonic_of_power(3, 1) - 0.75) < 1e-15);
    CHECK(std::abs(harmonic_of_power(3, 3) + 0.25) < 1e-15);

    const std::vector<std::complex<double>> powers{{1.0, 0.2}, {-0.3, 0.1}, {0.0, 0.4}, {0.2, 0.0},
                                                   {0.1, 0.1}, {0.0, -.1},  {0.05, 0.0}};
    std::vector<std::complex<double>> harmonics(powers.size());
    for (int n = 1; n <= 7; ++n) {
      for (int k = 1; k <= 7; ++k) {
        harmonics[static_cast<std::size_t>(n - 1)] +=
            harmonic_of_power(k, n) * powers[static_cast<std::size_t>(k - 1)];
      }
    }
    const auto back = powers_from_harmonics(harmonics);
    for (std::size_t k = 0; k < powers.size(); ++k) CHECK(std::abs(back[k] - powers[k]) < 1e-13);
  }

  TEST_CASE("power basis: condition numbers of measurement.md 1.4") {
    CHECK(power_basis_condition(1) == doctest::Approx(1.0));
    CHECK(power_basis_condition(3) == doctest::Approx(6.3).epsilon(0.01));
    CHECK(power_basis_condition(5) == doctest::Approx(38.0).epsilon(0.02));
    CHECK(power_basis_condition(7) == doctest::Approx(221.0).epsilon(0.005));
    CHECK(power_basis_condition(9) == doctest::Approx(1.3e3).epsilon(0.04));
    CHECK(power_basis_condition(12) == doctest::Approx(1.8e4).epsilon(0.03));
  }
}
