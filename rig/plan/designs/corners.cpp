// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/corners.hpp"

#include <bit>
#include <cassert>
#include <cstdint>

namespace ampsweep::rig {

std::vector<UnitPoint> corner_points(std::size_t dimensions, Corners which) {
  assert(dimensions <= 12);
  std::vector<UnitPoint> points;
  if (which == Corners::None) return points;
  for (std::uint32_t corner = 0; corner < (1U << dimensions); ++corner) {
    if (which == Corners::Half && std::popcount(corner) % 2 != 0) continue;
    UnitPoint& point = points.emplace_back();
    for (std::size_t axis = 0; axis < dimensions; ++axis) {
      point.push_back((corner >> axis & 1U) != 0 ? 1.0 : 0.0);
    }
  }
  return points;
}

}  // namespace ampsweep::rig
