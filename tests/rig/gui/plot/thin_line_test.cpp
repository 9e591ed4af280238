// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/thin_line.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace ampsweep::rig::gui {
namespace {

/// Height of a line that goes from left to right, above x.
double height_at(const std::vector<Point>& line, double x) {
  const auto right =
      std::find_if(line.begin() + 1, line.end(), [x](const Point& p) { return p.x >= x; });
  const Point a = *(right - 1);
  const Point b = *right;
  return a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x);
}

double furthest(const std::vector<Point>& line, const std::vector<Point>& thin) {
  double worst = 0.0;
  for (const Point& p : line) worst = std::max(worst, std::abs(height_at(thin, p.x) - p.y));
  return worst;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("a smooth curve keeps its shape with a third of its points") {
    std::vector<Point> curve;
    for (int x = 0; x < 960; ++x) curve.push_back({1.0 * x, 240.0 + 200.0 * std::sin(0.02 * x)});
    const auto thin = thin_line(curve);
    CHECK(thin.size() < curve.size() / 3);
    CHECK(thin.front() == curve.front());
    CHECK(thin.back() == curve.back());
    CHECK(furthest(curve, thin) <= kThinPixels + 1e-9);
  }

  TEST_CASE("whatever a line does from left to right, no point is missed by more than stated") {
    std::mt19937 random{7};
    for (int round = 0; round < 50; ++round) {
      std::vector<Point> line;
      double x = 0.0;
      for (int i = 0; i < 400; ++i) {
        line.push_back({x, (static_cast<double>(random()) / 4294967296.0) * (round % 5 * 0.3)});
        x += 0.1 + static_cast<double>(random() % 100) / 50.0;
      }
      CHECK(furthest(line, thin_line(line)) <= kThinPixels + 1e-9);
    }
  }

  TEST_CASE("a straight line is its two ends") {
    std::vector<Point> line;
    for (int x = 0; x < 100; ++x) line.push_back({1.0 * x, 3.0 * x});
    CHECK(thin_line(line).size() == 2);
  }

  TEST_CASE("strokes straight up and back keep every point") {
    const std::vector<Point> zigzag{{0, 0}, {0, 9}, {1, 2}, {1, 8}, {0.5, 4}, {2, 4}};
    CHECK(thin_line(zigzag) == zigzag);
    const std::vector<Point> back{{3, 0}, {2, 0}, {1, 0}};
    CHECK(thin_line(back) == back);
  }

  TEST_CASE("one point and none stay what they are") {
    CHECK(thin_line({}).empty());
    const std::vector<Point> one{{1, 2}};
    CHECK(thin_line(one) == one);
  }
}

}  // namespace ampsweep::rig::gui
