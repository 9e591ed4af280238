// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/isotonic.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;

TEST_SUITE("unit") {
  TEST_CASE("isotonic: equals the max-min formula, the slow definition") {
    signals::Random random(5);
    for (const std::size_t size : {1U, 2U, 7U, 40U}) {
      std::vector<double> y(size);
      for (std::size_t i = 0; i < size; ++i) {
        y[i] = 0.05 * static_cast<double>(i) + random.normal();
      }
      const auto fit = analysis::rising_fit(y);
      REQUIRE(fit.size() == size);
      for (std::size_t i = 0; i < size; ++i) {
        double best = -1e9;
        for (std::size_t a = 0; a <= i; ++a) {
          double least = 1e9;
          for (std::size_t b = i; b < size; ++b) {
            double sum = 0.0;
            for (std::size_t k = a; k <= b; ++k) sum += y[k];
            least = std::min(least, sum / static_cast<double>(b - a + 1));
          }
          best = std::max(best, least);
        }
        CHECK(std::abs(fit[i] - best) < 1e-12);
      }
    }
    CHECK(analysis::rising_fit({}).empty());
  }

  TEST_CASE("isotonic: what rises already is left as it is") {
    const std::vector<double> y{-1.0, 0.0, 0.0, 2.0, 5.0};
    CHECK(analysis::rising_fit(y) == y);
  }
}
