// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

namespace ampsweep::analysis {

/// The value below which `share` of the values lie, one of them: no mean of two. Of an even number
/// the median is the upper one of the middle.
///
/// Needs: a value; 0 <= share < 1, no NaN. Cost: O(values).
[[nodiscard]] inline double quantile(std::vector<double> values, double share) {
  assert(!values.empty() && share >= 0.0 && share < 1.0);
  const auto at = values.begin() +
                  static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size()));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

[[nodiscard]] inline double median(std::vector<double> values) {
  return quantile(std::move(values), 0.5);
}

/// With an even number the mean of the middle two: where there are few values.
[[nodiscard]] inline double middle_of(std::vector<double> values) {
  assert(!values.empty());
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

/// The median |x| of normal draws times this is their sigma, whatever a few wild ones among them.
inline constexpr double kMedianToSigma = 1.4826;

}  // namespace ampsweep::analysis
