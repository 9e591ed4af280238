// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/grid.hpp"

#include <doctest/doctest.h>

using namespace ampsweep::rig;

TEST_SUITE("unit") {
  TEST_CASE("grid: every combination once, ends included, last axis fastest") {
    CHECK(grid_points({2, 3}) ==
          std::vector<UnitPoint>{{0, 0}, {0, 0.5}, {0, 1}, {1, 0}, {1, 0.5}, {1, 1}});
  }

  TEST_CASE("grid: one level stands in the middle") {
    CHECK(grid_points({1, 2}) == std::vector<UnitPoint>{{0.5, 0}, {0.5, 1}});
  }

  TEST_CASE("grid: 5 levels of 3 axes are 125 points, 0.25 apart") {
    const auto points = grid_points({5, 5, 5});
    CHECK(points.size() == 125);
    CHECK(points[1] == UnitPoint{0, 0, 0.25});
    CHECK(points.back() == UnitPoint{1, 1, 1});
  }
}
