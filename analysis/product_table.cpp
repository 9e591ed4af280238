// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/product_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace ampsweep::analysis {
namespace {

constexpr double kAboveDcBins = 1.5;
constexpr double kApartBins = 1.0;

std::vector<LineOrder> orders_up_to(int highest) {
  std::vector<LineOrder> orders;
  for (int total = 1; total <= highest; ++total) {
    for (int n = total; n >= -total; --n) {
      const int m = total - std::abs(n);
      orders.push_back({n, m});
      if (m > 0) orders.push_back({n, -m});
    }
  }
  return orders;
}

}  // namespace

int total_order(LineOrder order) { return std::abs(order.n) + std::abs(order.m); }

std::vector<ProductGroup> product_groups(double f1, double f2, int highest, double bin_hz,
                                         double top_hz) {
  std::vector<ProductGroup> groups;
  for (const LineOrder order : orders_up_to(highest)) {
    const double hz = order.n * f1 + order.m * f2;
    if (hz < kAboveDcBins * bin_hz || hz > top_hz) continue;
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const ProductGroup& group) {
      return std::abs(group.hz - hz) < kApartBins * bin_hz;
    });
    if (same == groups.end()) {
      groups.push_back({{order}, hz, 0.0});
    } else {
      same->orders.push_back(order);
      same->spread = std::max(same->spread, std::abs(same->hz - hz));
    }
  }
  return groups;
}

}  // namespace ampsweep::analysis
