// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/corners.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <set>

#include "rig/plan/designs/centre.hpp"

using namespace ampsweep::rig;

namespace {

std::vector<Axis> axes_of(std::size_t count) { return std::vector<Axis>(count); }

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("corners: full is all 2^d, half the 2^(d-1) with an even number of ones, d = 1..12") {
    for (std::size_t d = 1; d <= 12; ++d) {
      const auto full = corner_points(axes_of(d), Corners::Full);
      const auto half = corner_points(axes_of(d), Corners::Half);
      CHECK(std::set<UnitPoint>(full.begin(), full.end()).size() == std::size_t{1} << d);
      CHECK(std::set<UnitPoint>(half.begin(), half.end()).size() == std::size_t{1} << (d - 1));
      for (const UnitPoint& p : half) {
        CHECK(static_cast<int>(std::accumulate(p.begin(), p.end(), 0.0)) % 2 == 0);
      }
    }
    CHECK(corner_points(axes_of(3), Corners::None).empty());
  }

  TEST_CASE("corners: half shows each pair of three axes all four combinations") {
    const auto half = corner_points(axes_of(3), Corners::Half);
    for (const auto& [a, b] : {std::pair{0U, 1U}, {0U, 2U}, {1U, 2U}}) {
      std::set<std::pair<double, double>> seen;
      for (const UnitPoint& p : half) seen.insert({p[a], p[b]});
      CHECK(seen.size() == 4);
    }
  }

  TEST_CASE(
      "corners: crossed with gain, both ends of the gain see the same corners of the others") {
    for (std::size_t d = 2; d <= 7; ++d) {
      auto axes = axes_of(d);
      axes[1].knob.role = KnobRole::Gain;
      std::set<UnitPoint> at_low;
      std::set<UnitPoint> at_high;
      for (UnitPoint point : corner_points(axes, Corners::HalfByGain)) {
        const double gain = point[1];
        point.erase(point.begin() + 1);
        (gain == 0.0 ? at_low : at_high).insert(point);
      }
      const std::size_t others = d - 1;
      CHECK(at_low == at_high);
      CHECK(at_low.size() == std::size_t{1} << (others < 4 ? others : others - 1));
    }
  }

  TEST_CASE("corners: six knobs with one gain are 32, five with two gains 32") {
    auto axes = axes_of(6);
    axes[0].knob.role = KnobRole::Gain;
    CHECK(corner_points(axes, Corners::HalfByGain).size() == 32);
    axes = axes_of(5);
    axes[0].knob.role = axes[4].knob.role = KnobRole::Gain;
    CHECK(corner_points(axes, Corners::HalfByGain).size() == 4 * 8);
  }

  TEST_CASE("centre: a half on every axis") { CHECK(centre_point(2) == UnitPoint{0.5, 0.5}); }
}
