// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/trace_line.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

using namespace ampsweep::rig::gui;
using doctest::Approx;

namespace {

/// 800 x 400 pixels from (0, 0).
Canvas canvas(Range x, Range y, Scale x_scale = Scale::Linear, Scale y_scale = Scale::Linear) {
  return {{0, 0, 800, 400}, {x, x_scale, 0, 800}, {y, y_scale, 400, 0}, 1.0};
}

std::size_t points(const std::vector<std::vector<Point>>& pieces) {
  std::size_t count = 0;
  for (const auto& piece : pieces) count += piece.size();
  return count;
}

bool reaches(const std::vector<std::vector<Point>>& pieces, Point p, double slack) {
  for (const auto& piece : pieces) {
    for (const Point& q : piece) {
      if (std::abs(q.x - p.x) <= slack && std::abs(q.y - p.y) <= slack) return true;
    }
  }
  return false;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("line: few points are drawn where they are") {
    const auto data = TraceData::points({0, 4, 8}, std::vector<double>{0, 4, 1});
    const auto pieces = line_pieces(*data, canvas({0, 8}, {0, 4}), Joint::Straight);
    REQUIRE(pieces.size() == 1);
    CHECK(pieces[0] == std::vector<Point>{{0, 400}, {400, 0}, {800, 300}});
  }

  TEST_CASE("line: steps hold their value until the next point") {
    const auto data = TraceData::points({0, 4, 8}, std::vector<double>{0, 4, 1});
    const auto pieces = line_pieces(*data, canvas({0, 8}, {0, 4}), Joint::Stepped);
    REQUIRE(pieces.size() == 1);
    CHECK(pieces[0] == std::vector<Point>{{0, 400}, {400, 400}, {400, 0}, {800, 0}, {800, 300}});
  }

  TEST_CASE("line: what was not measured leaves a gap, a point between gaps is kept") {
    const auto data =
        TraceData::uniform(0, 1, std::vector<double>{1, 2, NAN, 3, INFINITY, 1, 2, 3});
    const auto pieces = line_pieces(*data, canvas({0, 7}, {0, 4}), Joint::Straight);
    REQUIRE(pieces.size() == 3);
    CHECK(pieces[0].size() == 2);
    CHECK(pieces[1].size() == 1);
    CHECK(pieces[2].size() == 3);
  }

  TEST_CASE("line: zero has no place on a logarithmic axis") {
    const auto data = TraceData::points({0, 1, 10, 100}, std::vector<double>{1, 1, 0, 10});
    const auto pieces =
        line_pieces(*data, canvas({1, 100}, {0.1, 10}, Scale::Log, Scale::Log), Joint::Straight);
    REQUIRE(pieces.size() == 2);
    CHECK(pieces[0] == std::vector<Point>{{0, 200}});
    CHECK(pieces[1] == std::vector<Point>{{800, 0}});
  }

  TEST_CASE("line: of a million points no peak is lost, in a bounded number of points") {
    constexpr std::size_t kPoints = 1000000;
    std::mt19937 random{7};  // seed
    std::vector<float> y(kPoints);
    for (float& v : y) v = static_cast<float>(random() % 1000) * 1e-4F;
    const std::size_t peaks[] = {0, 1, 123456, 500000, 777777, kPoints - 1};
    for (const std::size_t p : peaks) y[p] = p % 2 == 0 ? 1.0F : -1.0F;
    std::vector<double> x(kPoints);
    for (std::size_t i = 0; i < kPoints; ++i) x[i] = 1.0 + static_cast<double>(i);
    const auto uniform = TraceData::uniform(1.0, 1.0, y);
    const auto array = TraceData::points(x, y);
    for (const Scale scale : {Scale::Linear, Scale::Log}) {
      const Canvas all = canvas({1.0, kPoints}, {-1.0, 1.0}, scale);
      for (const auto& data : {uniform, array}) {
        const auto pieces = line_pieces(*data, all, Joint::Straight);
        CHECK(points(pieces) <= 2 * 800 + 4);
        for (const std::size_t p : peaks) {
          const Point place{all.x.pixel(data->x(p)), all.y.pixel(data->y(p))};
          CHECK(reaches(pieces, place, 1.0));
        }
      }
    }
  }

  TEST_CASE("line: every column reaches its extremes within half a pixel") {
    std::vector<double> y(100000);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = std::sin(static_cast<double>(i) * 0.0011);
    const auto data = TraceData::uniform(0, 1, y);
    const Canvas all = canvas({0, 99999}, {-1, 1});
    const auto pieces = line_pieces(*data, all, Joint::Straight);
    for (std::size_t c = 0; c < 800; ++c) {
      const double left = static_cast<double>(c);
      const auto first = data->first_at(all.x.value(left));
      const auto range = data->extremes(first, data->first_at(all.x.value(left + 1.0), first));
      CHECK(reaches(pieces, {left + 0.5, all.y.pixel(range->low)}, 0.51));
      CHECK(reaches(pieces, {left + 0.5, all.y.pixel(range->high)}, 0.51));
    }
  }

  TEST_CASE("line: a gap wider than a column is seen among many points") {
    std::vector<float> y(100000, 0.5F);
    std::fill(y.begin() + 40000, y.begin() + 41000, NAN);
    const auto data = TraceData::uniform(0, 1, y);
    CHECK(line_pieces(*data, canvas({0, 99999}, {0, 1}), Joint::Straight).size() == 2);
  }

  TEST_CASE("line: goes on to the points beyond the edge, however far they are") {
    const auto data = TraceData::points({0, 1}, std::vector<double>{0, 1});
    for (const double half : {0.2, 1e-3, 1e-6, 1e-9}) {
      const auto pieces = line_pieces(
          *data, canvas({0.5 - half, 0.5 + half}, {0.5 - half, 0.5 + half}), Joint::Straight);
      REQUIRE(pieces.size() == 1);
      REQUIRE(pieces[0].size() == 2);
      const auto& [a, b] = std::pair{pieces[0][0], pieces[0][1]};
      CHECK(a.x <= 0.0);
      CHECK(b.x >= 800.0);
      for (const Point p : {a, b}) {
        CHECK(std::abs(p.x) < 6000.0);
        CHECK(p.y == Approx(400.0 - p.x / 2.0).epsilon(1e-4));  // still the same line
      }
    }
  }

  TEST_CASE("line: limits are drawn beside the values") {
    std::vector<double> limit(100000, -90.0);
    const auto data = TraceData::uniform(0, 1, std::vector<float>(100000, NAN), limit);
    const Canvas all = canvas({0, 99999}, {-100, 0});
    CHECK(line_pieces(*data, all, Joint::Straight).empty());
    const auto pieces = limit_pieces(*data, all);
    REQUIRE(pieces.size() == 1);
    CHECK(pieces[0].size() <= 802);
    for (const Point& p : pieces[0]) CHECK(p.y == Approx(360.0));
  }

  TEST_CASE("line: no data, no line") {
    CHECK(line_pieces(*TraceData::points({}, Values{}), canvas({0, 1}, {0, 1}), Joint::Stepped)
              .empty());
    const auto elsewhere = TraceData::points({5, 6}, std::vector<float>{0, 1});
    CHECK(points(line_pieces(*elsewhere, canvas({0, 1}, {0, 1}), Joint::Straight)) <= 1);
  }
}
