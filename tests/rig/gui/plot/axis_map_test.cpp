// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/axis_map.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>

using namespace ampsweep::rig::gui;
using doctest::Approx;

namespace {
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("axis map: linear and logarithmic values go to their pixels and back") {
    const AxisMap linear{{-10.0, 30.0}, Scale::Linear, 100.0, 500.0};
    CHECK(linear.pixel(0.0) == Approx(200.0));
    CHECK(linear.value(300.0) == Approx(10.0));
    const AxisMap upward{{0.0, 10.0}, Scale::Linear, 300.0, 100.0};
    CHECK(upward.pixel(10.0) == Approx(100.0));
    CHECK(upward.value(250.0) == Approx(2.5));
    CHECK(upward.length() == 200.0);
    const AxisMap decades{{20.0, 20000.0}, Scale::Log, 0.0, 300.0};
    CHECK(decades.pixel(200.0) == Approx(100.0));
    CHECK(decades.value(200.0) == Approx(2000.0));
  }

  TEST_CASE("axis map: what has no place on the axis has no finite pixel") {
    const AxisMap decades{{1.0, 10.0}, Scale::Log, 0.0, 100.0};
    CHECK_FALSE(std::isfinite(decades.pixel(0.0)));
    CHECK_FALSE(std::isfinite(decades.pixel(-1.0)));
    CHECK_FALSE(std::isfinite(AxisMap{}.pixel(kNaN)));
  }

  TEST_CASE("axis map: every range becomes one that can be drawn") {
    const Range ranges[] = {
        {0, 0},        {5, 5},       {5, 3},           {kNaN, 1},         {0, kNaN},
        {-kInf, kInf}, {kInf, kInf}, {-1, -1},         {1e300, 1e305},    {-5, 5},
        {0, 100},      {-7, -3},     {1e-320, 1e-310}, {1.0, 1.0 + 1e-15}};
    for (const Scale scale : {Scale::Linear, Scale::Log}) {
      for (const Range& wanted : ranges) {
        const Range r = usable_range(wanted, scale);
        CAPTURE(wanted.low);
        CAPTURE(wanted.high);
        CHECK(std::isfinite(r.high - r.low));
        CHECK(r.high > r.low);
        if (scale == Scale::Log) CHECK(r.low > 0.0);
        const AxisMap map{wanted, scale, 0.0, 1000.0};
        CHECK(map.pixel(r.low) == Approx(0.0).epsilon(1e-6));
        CHECK(map.pixel(r.high) == Approx(1000.0));
      }
    }
    CHECK(usable_range({5.0, 3.0}, Scale::Linear) == Range{3.0, 5.0});
    CHECK(usable_range({0.0, 0.0}, Scale::Linear) == Range{-1.0, 1.0});
    CHECK(usable_range({0.0, 1000.0}, Scale::Log) == Range{1.0, 1000.0});
  }

  TEST_CASE("axis map: panning moves by the distance dragged") {
    const AxisMap linear{{0.0, 100.0}, Scale::Linear, 0.0, 500.0};
    const Range moved = panned(linear, 50.0);  // to the right: earlier values come in
    CHECK(moved.low == Approx(-10.0));
    CHECK(moved.high == Approx(90.0));
    const AxisMap decades{{10.0, 1000.0}, Scale::Log, 0.0, 200.0};
    CHECK(panned(decades, -100.0).low == Approx(100.0));
    CHECK(panned(decades, -100.0).high == Approx(10000.0));
  }

  TEST_CASE("axis map: zooming keeps the value under the pointer in place") {
    for (const Scale scale : {Scale::Linear, Scale::Log}) {
      const AxisMap map{{20.0, 20000.0}, scale, 40.0, 840.0};
      const double pixel = 333.0;
      const AxisMap closer{zoomed(map, pixel, 0.5), scale, 40.0, 840.0};
      CHECK(closer.value(pixel) == Approx(map.value(pixel)));
      CHECK(closer.pixel(map.value(pixel + 10.0)) == Approx(pixel + 20.0));
    }
  }

  TEST_CASE("axis map: zooming ends where doubles end and stays in place there") {
    for (const Scale scale : {Scale::Linear, Scale::Log}) {
      Range range{1.0, 1000.0};
      for (int i = 0; i < 5000; ++i) range = zoomed({range, scale, 0.0, 800.0}, 123.0, 0.8);
      CHECK(range.high > range.low);
      CHECK(range.low == Approx(usable_range(range, scale).low));
      for (int i = 0; i < 5000; ++i) range = zoomed({range, scale, 0.0, 800.0}, 123.0, 1.25);
      CHECK(std::isfinite(range.high - range.low));
      for (int i = 0; i < 100; ++i) range = panned({range, scale, 0.0, 800.0}, 1e6);
      CHECK(usable_range(range, scale) == range);
    }
  }

  TEST_CASE("axis map: a pixel's worth follows the scale") {
    CHECK(AxisMap({0.0, 10.0}, Scale::Linear, 0.0, 100.0).resolution(3.0) == Approx(0.1));
    const AxisMap decades{{1.0, 10.0}, Scale::Log, 0.0, 100.0};
    CHECK(decades.resolution(5.0) ==
          Approx(decades.value(decades.pixel(5.0) + 1.0) - 5.0).epsilon(0.02));
  }
}
