// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/hybrid_bank.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ampsweep::analysis {
namespace {

/// Power of every line for a sine in the middle of line `at`, averaged over phases.
std::vector<double> lines_of(double at) {
  const HybridBank bank;
  std::vector<double> power(kGranule, 0.0);
  for (int phase = 0; phase < 16; ++phase) {
    std::vector<float> x;
    const double step = std::numbers::pi * (at + 0.5) / static_cast<double>(kGranule);
    for (std::size_t n = 0; n < kBankTaps + 36 * kSubbands; ++n) {
      x.push_back(static_cast<float>(
          std::sin(step * static_cast<double>(n) + std::numbers::pi * phase / 16.0)));
    }
    std::vector<std::array<double, kSubbands>> slots;
    for (std::size_t k = 0; k < 36; ++k) {
      slots.push_back(bank.slot(std::span<const float>{x}.subspan(k * kSubbands), k));
    }
    std::array<double, kGranule> lines{};
    bank.lines(slots, 0, kSubbands, lines);
    for (std::size_t k = 0; k < kGranule; ++k) power[k] += lines[k] * lines[k];
  }
  return power;
}

TEST_SUITE("unit") {
  TEST_CASE("hybrid bank: a tone is strongest in its own line, in every part of a band") {
    for (const double at : {40.0, 45.0, 53.0, 54.0, 63.0, 200.0, 301.0, 500.0}) {
      CAPTURE(at);
      const auto power = lines_of(at);
      const auto largest = std::max_element(power.begin(), power.end()) - power.begin();
      CHECK(std::abs(static_cast<double>(largest) - at) <= 1.0);
    }
  }

  TEST_CASE("hybrid bank: a tone in the middle of a band stays out of bands further away") {
    const auto power = lines_of(153.0);  // band 8
    double own = 0.0;
    double far = 0.0;
    for (std::size_t k = 0; k < kGranule; ++k) {
      const std::size_t band = k / kSubbandLines;
      if (band >= 7 && band <= 9) {
        own += power[k];
      } else {
        far = std::max(far, power[k]);
      }
    }
    CHECK(10.0 * std::log10(far / own) < -80.0);
  }
}

}  // namespace
}  // namespace ampsweep::analysis
