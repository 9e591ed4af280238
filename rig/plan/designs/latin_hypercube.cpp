// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/latin_hypercube.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>
#include <span>

#include "signals/random.hpp"

namespace ampsweep::rig {
namespace {

/// Squared, of the two nearest points; 0 as soon as they are nearer than `enough`.
double least_gap(const std::vector<UnitPoint>& points, double enough) {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      double square = 0.0;
      for (std::size_t axis = 0; axis < points[i].size(); ++axis) {
        const double step = points[i][axis] - points[j][axis];
        square += step * step;
      }
      least = std::min(least, square);
      if (least <= enough) return 0.0;
    }
  }
  return least;
}

/// A function of sizes alone, so that designs stay the same.
int cubes_for(int count) {
  constexpr double kMostPairs = 5e6;
  return std::clamp(static_cast<int>(kMostPairs / (0.5 * count * count)), 2, 60);
}

}  // namespace

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

std::vector<UnitPoint> maximin_latin_hypercube(int count, std::size_t dimensions,
                                               std::uint64_t seed) {
  std::vector<UnitPoint> best;
  double gap = -1.0;
  const int cubes = cubes_for(count);
  for (int cube = 0; cube < cubes; ++cube) {
    auto points = latin_hypercube(count, dimensions, signals::derived(seed, "maximin", cube));
    const double found = least_gap(points, gap);
    if (best.empty() || found > gap) {
      gap = found;
      best = std::move(points);
    }
  }
  return best;
}

}  // namespace ampsweep::rig
