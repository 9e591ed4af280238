// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/line_fit.hpp"

namespace ampsweep::analysis {

/// Products of two tones that a record of some length cannot tell apart.
struct ProductGroup {
  std::vector<LineOrder> orders;  ///< Lowest |n| + |m| first: it stands for the group.
  double hz{0.0};                 ///< Of the first.
  double spread{0.0};             ///< Largest distance of another from it, Hz.
};

/// All products n f1 + m f2 with |n| + |m| <= `highest`, 1.5 bins above DC up to `top_hz`, those
/// less than a bin apart put together. Signs are such that frequencies are positive. Ordered by
/// |n| + |m|.
[[nodiscard]] std::vector<ProductGroup> product_groups(double f1, double f2, int highest,
                                                       double bin_hz, double top_hz);

/// |n| + |m|.
[[nodiscard]] int total_order(LineOrder order);

}  // namespace ampsweep::analysis
