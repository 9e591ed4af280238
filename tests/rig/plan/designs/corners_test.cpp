// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/corners.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <set>

#include "rig/plan/designs/centre.hpp"

using namespace ampsweep::rig;

TEST_SUITE("unit") {
  TEST_CASE("corners: full is all 2^d, half the 2^(d-1) with an even number of ones, d = 1..12") {
    for (std::size_t d = 1; d <= 12; ++d) {
      const auto full = corner_points(d, Corners::Full);
      const auto half = corner_points(d, Corners::Half);
      CHECK(std::set<UnitPoint>(full.begin(), full.end()).size() == std::size_t{1} << d);
      CHECK(std::set<UnitPoint>(half.begin(), half.end()).size() == std::size_t{1} << (d - 1));
      for (const UnitPoint& p : half) {
        CHECK(static_cast<int>(std::accumulate(p.begin(), p.end(), 0.0)) % 2 == 0);
      }
    }
    CHECK(corner_points(3, Corners::None).empty());
  }

  TEST_CASE("corners: half shows each pair of three axes all four combinations") {
    const auto half = corner_points(3, Corners::Half);
    for (const auto& [a, b] : {std::pair{0U, 1U}, {0U, 2U}, {1U, 2U}}) {
      std::set<std::pair<double, double>> seen;
      for (const UnitPoint& p : half) seen.insert({p[a], p[b]});
      CHECK(seen.size() == 4);
    }
  }

  TEST_CASE("centre: a half on every axis") { CHECK(centre_point(2) == UnitPoint{0.5, 0.5}); }
}
