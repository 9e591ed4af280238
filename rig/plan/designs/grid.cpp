// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/grid.hpp"

#include <cassert>

namespace ampsweep::rig {

std::vector<UnitPoint> grid_points(const std::vector<int>& levels) {
  std::vector<UnitPoint> points{{}};
  for (const int count : levels) {
    assert(count >= 1);
    std::vector<UnitPoint> longer;
    for (const UnitPoint& point : points) {
      for (int i = 0; i < count; ++i) {
        longer.push_back(point);
        longer.back().push_back(count == 1 ? 0.5 : static_cast<double>(i) / (count - 1));
      }
    }
    points = std::move(longer);
  }
  return points;
}

}  // namespace ampsweep::rig
