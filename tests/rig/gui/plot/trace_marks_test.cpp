// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/trace_marks.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace ampsweep::rig::gui;
using doctest::Approx;

namespace {
Canvas canvas(Range x, Range y) {
  return {{0, 0, 800, 400}, {x, Scale::Linear, 0, 800}, {y, Scale::Linear, 400, 0}, 1.0};
}
}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("bars: stand on their foot, as high as their value, side by side") {
    const auto data = TraceData::points({2, 3, 4}, std::vector<double>{-20, -40, -60});
    const Canvas c = canvas({0, 16}, {-100, 0});
    CHECK(slot_pixels(*data, c) == Approx(50.0));
    const auto left = bars(*data, c, {50.0, 2}, 0, 400.0);
    const auto right = bars(*data, c, {50.0, 2}, 1, 400.0);
    REQUIRE(left.size() == 3);
    CHECK(left[0].box.top == Approx(80.0));
    CHECK(left[0].box.bottom == Approx(400.0));
    CHECK(left[0].box.left == Approx(80.0));  // 40 of 50 pixels are filled, half of them each
    CHECK(left[0].box.right == Approx(100.0));
    CHECK(right[0].box.left == Approx(100.0));
    CHECK(left[2].box.top == Approx(240.0));
    CHECK(left[0].fill == Fill::Solid);
  }

  TEST_CASE("bars: what lies below its limit is hollow and as high as the limit") {
    const auto data = TraceData::points({1, 2, 3, 4}, std::vector<double>{-20, -95, NAN, NAN},
                                        std::vector<double>{-90, -90, -80, NAN});
    const auto found = bars(*data, canvas({0, 5}, {-100, 0}), {40.0, 1}, 0, 400.0);
    REQUIRE(found.size() == 3);  // the fourth is not measured at all
    CHECK(found[0].fill == Fill::Solid);
    CHECK(found[1].fill == Fill::Hollow);
    CHECK(found[1].box.top == Approx(360.0));
    CHECK(found[2].fill == Fill::Hollow);
    CHECK(found[2].box.top == Approx(320.0));
  }

  TEST_CASE("bars: more than there are pixels become one a column, peaks kept") {
    std::vector<float> y(100000, 0.1F);
    y[54321] = 1.0F;
    const auto data = TraceData::uniform(0, 1, y);
    const auto found = bars(*data, canvas({0, 100000}, {0, 1}), {1.0, 1}, 0, 400.0);
    CHECK(found.size() <= 800);
    CHECK(std::any_of(found.begin(), found.end(), [](const Bar& b) { return b.box.top < 0.5; }));
  }

  TEST_CASE("spots: as many as there are points, hollow at or below the limit") {
    const auto data = TraceData::points({1, 2, 3}, std::vector<double>{10, 20, NAN},
                                        std::vector<double>{0, 25, 0});
    const auto found = spots(*data, canvas({0, 4}, {0, 40}));
    REQUIRE(found.size() == 2);
    CHECK(found[0].at == Point{200, 300});
    CHECK(found[0].fill == Fill::Solid);
    CHECK(found[1].fill == Fill::Hollow);
  }

  TEST_CASE("spots: are bounded by the area, whatever the number of points") {
    std::vector<float> y(1000000);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<float>((i * 7919) % 10007) / 1e4F;
    const auto found = spots(*TraceData::uniform(0, 1, y), canvas({0, 1e6}, {0, 1}));
    CHECK(found.size() > 10000);
    CHECK(found.size() <= 267 * 134);
  }
}
