// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/latin_hypercube.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace ampsweep::rig;

TEST_SUITE("unit") {
  TEST_CASE("latin hypercube: one point in each of n strata of every axis, n = 1, 2, 7, 100") {
    for (const int count : {1, 2, 7, 100}) {
      const auto points = latin_hypercube(count, 6, 5);
      REQUIRE(points.size() == static_cast<std::size_t>(count));
      for (std::size_t axis = 0; axis < 6; ++axis) {
        std::set<int> strata;
        for (const UnitPoint& point : points) {
          CHECK(point[axis] < 1.0);
          strata.insert(static_cast<int>(point[axis] * count));
        }
        CHECK(strata.size() == points.size());
        CHECK(*strata.begin() == 0);
      }
    }
  }

  TEST_CASE("latin hypercube: the seed decides, axes are paired differently") {
    CHECK(latin_hypercube(20, 3, 1) == latin_hypercube(20, 3, 1));
    CHECK(latin_hypercube(20, 3, 1) != latin_hypercube(20, 3, 2));
    bool same = true;
    for (const UnitPoint& p : latin_hypercube(20, 2, 1)) {
      same = same && static_cast<int>(p[0] * 20) == static_cast<int>(p[1] * 20);
    }
    CHECK_FALSE(same);
  }

  TEST_CASE(
      "latin hypercube: points fill their strata: 10000 offsets, mean within 0.01 of a half") {
    double sum = 0.0;
    for (const UnitPoint& p : latin_hypercube(10000, 1, 3)) {
      const double place = p[0] * 10000.0;
      sum += place - static_cast<int>(place);
    }
    CHECK(sum / 10000.0 == doctest::Approx(0.5).epsilon(0.02));  // sigma 0.0029
  }
}
