// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/spline_curve.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using ampsweep::analysis::SplineCurve;

TEST_SUITE("unit") {
  TEST_CASE("spline curve: a new one is the straight line, and its terms add up to one") {
    const SplineCurve curve{1.0, 8.0};
    for (double v = -8.0; v <= 8.0; v += 0.37) {
      CHECK(std::abs(curve.value(v) - v) < 2e-3);
      const auto place = curve.at(v);
      CHECK(place.value[0] + place.value[1] + place.value[2] + place.value[3] ==
            doctest::Approx(1.0));
    }
  }

  TEST_CASE("spline curve: its slope is that of its values, inside and beyond the range") {
    SplineCurve curve{0.5, 3.0};
    std::vector<double> weights(SplineCurve::kTerms);
    for (std::size_t k = 0; k < weights.size(); ++k) {
      weights[k] = std::sin(0.7 * static_cast<double>(k));
    }
    curve.set_weights(weights);
    for (double v = -5.0; v <= 5.0; v += 0.173) {
      const double step = 1e-6;
      const double numeric = (curve.value(v + step) - curve.value(v - step)) / (2.0 * step);
      CHECK(curve.slope(v) == doctest::Approx(numeric).epsilon(1e-5));
    }
  }
}
