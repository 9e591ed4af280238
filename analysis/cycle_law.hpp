// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

namespace ampsweep::analysis {

/// Phase of an exponential sweep in cycles: c exp(t / growth) + b, t and growth in samples.
struct CycleLaw {
  double c{0.0};
  double growth{1.0};
  double b{0.0};
};

/// A first law of the sweep in `x` from its upward zero crossings, good to a tenth of a cycle; none
/// when the crossings follow no exponential law. `largest`: the peak of x; crossings count where a
/// sample nearby passes 0.3 of it and a cycle has four samples and more.
/// Test:  tests/analysis/sweep_search_test.cpp, by way of find_sweep().
[[nodiscard]] std::optional<CycleLaw> law_from_crossings(std::span<const float> x, double largest);

}  // namespace ampsweep::analysis
