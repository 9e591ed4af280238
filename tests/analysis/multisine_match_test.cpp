// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/multisine_match.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "signals/random.hpp"

using namespace ampsweep;
using analysis::line_agreement;

namespace {

constexpr std::int64_t kMatchPeriod = 65536;

std::vector<std::int64_t> gappy_odd_bins() {
  std::vector<std::int64_t> bins;
  for (std::int64_t k = 101; k < 16000; k += 2) {
    if (k % 7 != 0) bins.push_back(k);
  }
  return bins;
}

/// A delay with noise of `scatter` times each line.
std::vector<std::complex<double>> delayed_lines(const std::vector<std::int64_t>& bins, double delay,
                                                double scatter, signals::Random& random) {
  std::vector<std::complex<double>> lines;
  for (const std::int64_t k : bins) {
    const double phase = -2.0 * std::numbers::pi * delay * static_cast<double>(k) / kMatchPeriod;
    lines.push_back(std::polar(1.0, phase + 0.7) +
                    scatter * std::complex<double>(random.normal(), random.normal()));
  }
  return lines;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("line agreement: delays to a quarter period, exact without noise, 4 sigma with it") {
    const auto bins = gappy_odd_bins();
    signals::Random random{3};
    for (const double delay : {0.0, 1e-4, 0.3, -7.25, 900.5, -16000.0, 16000.0}) {
      const auto clean =
          line_agreement(bins, delayed_lines(bins, delay, 0.0, random), kMatchPeriod);
      CHECK(std::abs(clean.delay_samples - delay) < 1e-8);
      CHECK(clean.agreement == doctest::Approx(1.0));
      for (int trial = 0; trial < 10; ++trial) {
        const auto noisy =
            line_agreement(bins, delayed_lines(bins, delay, 0.5, random), kMatchPeriod);
        CHECK(std::abs(noisy.delay_samples - delay) < 4.0 * noisy.delay_sigma_samples);
        CHECK(noisy.delay_sigma_samples < 0.05);
        CHECK(noisy.agreement > 0.4);
      }
    }
  }

  TEST_CASE("line agreement: unrelated phases stay below chance in 200 draws; few lines, too") {
    signals::Random random{4};
    for (const std::size_t count : {std::size_t{3}, std::size_t{40}, std::size_t{4000}}) {
      auto bins = gappy_odd_bins();
      bins.resize(count);
      for (int trial = 0; trial < 200; ++trial) {
        std::vector<std::complex<double>> lines;
        for (std::size_t i = 0; i < count; ++i) {
          lines.push_back(std::polar(random.uniform(0.1, 1.0), random.uniform(0.0, 6.2831853)));
        }
        const auto found = line_agreement(bins, lines, kMatchPeriod);
        CHECK(found.agreement <= found.chance);
        CHECK(found.chance <= 1.0);
      }
    }
  }
}
