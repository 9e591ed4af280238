// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/mark_shape.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace ampsweep::rig::gui;
using doctest::Approx;

TEST_SUITE("unit") {
  TEST_CASE("dashes: cover their share of the line, around corners too") {
    const std::vector<Point> corner{{0, 0}, {100, 0}, {100, 40}};
    const auto dashes = dashes_of(corner, Dash::Dashed);  // 9 on, 5 off
    double on = 0.0;
    for (const auto& dash : dashes) {
      for (std::size_t i = 1; i < dash.size(); ++i) {
        on += std::hypot(dash[i].x - dash[i - 1].x, dash[i].y - dash[i - 1].y);
      }
    }
    CHECK(on == Approx(90.0));  // ten whole periods of 14
    CHECK(dashes.size() == 10);
    CHECK(dashes[1].front().x == Approx(14.0));
    CHECK(dashes[1].back().x == Approx(23.0));
  }

  TEST_CASE("dashes: a solid line stays whole") {
    const std::vector<Point> line{{0, 0}, {5, 5}, {9, 2}};
    CHECK(dashes_of(line, Dash::Solid) == std::vector<std::vector<Point>>{line});
  }

  TEST_CASE("gentle runs: a line is cut where it turns back, and nowhere else") {
    const std::vector<Point> zigzag{{0, 0}, {1, 50}, {2, 0}, {3, 50}};
    CHECK(gentle_runs(zigzag).size() == 3);
    const std::vector<Point> smooth{{0, 0}, {10, 2}, {20, 3}, {30, 2}};
    REQUIRE(gentle_runs(smooth).size() == 1);
    CHECK(gentle_runs(smooth)[0].size() == 4);
    CHECK(gentle_runs({{0, 0}}).empty());
    std::size_t segments = 0;
    for (const auto run : gentle_runs(zigzag)) segments += run.size() - 1;
    CHECK(segments == zigzag.size() - 1);
  }

  TEST_CASE("markers: each has a shape of its own, around its point") {
    for (const Marker marker : {Marker::Square, Marker::Triangle, Marker::Diamond, Marker::Cross,
                                Marker::Plus, Marker::DownTriangle}) {
      const MarkShape shape = mark_shape(marker, {100, 200}, 4.0);
      CHECK((shape.outline.size() >= 3 || shape.strokes.size() == 2));
      for (const Point& p : shape.outline) {
        CHECK(std::abs(p.x - 100) <= 4.0);
        CHECK(std::abs(p.y - 200) <= 4.0);
      }
    }
    CHECK(mark_shape(Marker::Circle, {0, 0}, 4.0).outline.empty());
  }
}
