// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/latin_hypercube.hpp"

#include <cassert>
#include <numeric>
#include <span>

#include "signals/random.hpp"

namespace ampsweep::rig {

std::vector<UnitPoint> latin_hypercube(int count, std::size_t dimensions, std::uint64_t seed) {
  assert(count >= 1);
  std::vector<UnitPoint> points(static_cast<std::size_t>(count), UnitPoint(dimensions));
  for (std::size_t axis = 0; axis < dimensions; ++axis) {
    // A stream per axis: adding a knob leaves the others' strata as they were.
    signals::Random random{signals::derived(seed, "latin hypercube", axis)};
    std::vector<int> strata(points.size());
    std::iota(strata.begin(), strata.end(), 0);
    signals::shuffle(std::span{strata}, random);
    for (std::size_t i = 0; i < points.size(); ++i) {
      points[i][axis] = (strata[i] + random.uniform()) / count;
    }
  }
  return points;
}

}  // namespace ampsweep::rig
