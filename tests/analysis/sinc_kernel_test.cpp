// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sinc_kernel.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "analysis/kaiser.hpp"

using namespace ampsweep::analysis;

TEST_SUITE("unit") {
  TEST_CASE("sinc kernel: fractions 0 and 1 are unit impulses, one sample apart") {
    CHECK(sinc_taps(0.0)[kSincBefore] == 1.0);
    CHECK(sinc_taps(1.0)[kSincBefore + 1] == 1.0);
  }

  TEST_CASE("sinc kernel: taps sum to 1 within 1e-14 and mirror when the fraction does") {
    for (const double fraction : {1e-9, 0.1, 0.5, 0.93}) {
      const SincTaps taps = sinc_taps(fraction);
      const SincTaps mirror = sinc_taps(1.0 - fraction);
      CHECK(std::accumulate(taps.begin(), taps.end(), 0.0) == doctest::Approx(1.0).epsilon(1e-14));
      for (std::size_t i = 0; i < kSincTaps; ++i) {
        CHECK(std::abs(taps[i] - mirror[kSincTaps - 1 - i]) < 1e-12);
      }
    }
  }

  TEST_CASE("sinc kernel: half way between two rows of the table the taps are right within 1e-7") {
    const SincTable table;
    for (const std::size_t step : {std::size_t{0}, std::size_t{1000}, SincTable::kSteps - 1}) {
      const SincTaps exact =
          sinc_taps((static_cast<double>(step) + 0.5) / static_cast<double>(SincTable::kSteps));
      for (std::size_t i = 0; i < kSincTaps; ++i) {
        CHECK(std::abs(exact[i] - 0.5 * (table.at(step)[i] + table.at(step + 1)[i])) < 1e-7);
      }
    }
  }
}
