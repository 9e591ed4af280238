// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/trace_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace ampsweep::rig::gui;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// Slow and plain.
std::optional<Range> by_hand(const std::vector<float>& y, std::size_t first, std::size_t last) {
  std::optional<Range> found;
  for (std::size_t i = first; i < last; ++i) {
    if (!std::isfinite(y[i])) continue;
    const double v = static_cast<double>(y[i]);
    found = found ? united(*found, {v, v}) : Range{v, v};
  }
  return found;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("trace data: the pyramid knows what a look at every point finds") {
    std::mt19937 random{99};  // seed
    std::normal_distribution<float> noise;
    std::vector<float> y(5000);
    for (float& v : y) v = random() % 10 == 0 ? kNaN : noise(random);
    std::fill(y.begin() + 1000, y.begin() + 1400, kNaN);
    y[3000] = std::numeric_limits<float>::infinity();
    const auto data = TraceData::uniform(0.0, 1.0, y);

    for (int round = 0; round < 3000; ++round) {
      const std::size_t a = random() % 5001;
      const std::size_t b = random() % 5001;
      CHECK(data->extremes(std::min(a, b), std::max(a, b)) ==
            by_hand(y, std::min(a, b), std::max(a, b)));
    }
    CHECK(data->extremes(0, 99999) == by_hand(y, 0, y.size()));
    CHECK_FALSE(data->extremes(1008, 1392).has_value());
  }

  TEST_CASE("trace data: finds the first point at an x, uniform or not") {
    const auto uniform = TraceData::uniform(-1.0, 0.1, std::vector<float>(101));
    std::vector<double> x;
    for (int i = 0; i < 101; ++i) x.push_back(-1.0 + i * 0.1);
    const auto array = TraceData::points(x, std::vector<float>(101));
    for (const auto& data : {uniform, array}) {
      for (std::size_t i = 0; i < 101; ++i) {
        CHECK(data->first_at(data->x(i)) == i);
        CHECK(data->first_at(data->x(i), 0) == i);
        CHECK(data->first_at(data->x(i), i / 2) == i);
        CHECK(data->first_at(data->x(i) + 0.01) == i + 1);
      }
      CHECK(data->first_at(-100.0) == 0);
      CHECK(data->first_at(-100.0, 7) == 7);
      CHECK(data->first_at(100.0) == 101);
      CHECK(data->first_at(0.0, 500) == 101);
    }
  }

  TEST_CASE("trace data: points out of order are sorted with their limits, no x means no point") {
    const auto data = TraceData::points({3.0, NAN, 1.0, 2.0}, std::vector<float>{30, 99, 10, 20},
                                        std::vector<double>{3.5, 9.5, 1.5, 2.5});
    REQUIRE(data->size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(data->x(i) == static_cast<double>(i + 1));
      CHECK(data->y(i) == 10.0 * static_cast<double>(i + 1));
      CHECK(data->limit(i) == static_cast<double>(i + 1) + 0.5);
    }
  }

  TEST_CASE("trace data: a point at or below its limit does not stand") {
    const auto data = TraceData::uniform(0.0, 1.0, std::vector<double>{-50, -90, NAN, -89},
                                         std::vector<double>{-90, -90, -90, NAN});
    CHECK(data->stands(0));
    CHECK_FALSE(data->stands(1));
    CHECK_FALSE(data->stands(2));
    CHECK(data->stands(3));
    CHECK(data->limits() == Range{-90.0, -90.0});
    CHECK(std::isnan(TraceData::uniform(0.0, 1.0, std::vector<float>{1})->limit(0)));
  }

  TEST_CASE("trace data: knows the lowest value a logarithmic axis can show") {
    const auto data = TraceData::uniform(0.0, 1.0, std::vector<double>{-5, 0, 0.25, 3});
    CHECK(data->lowest_positive() == 0.25);
    CHECK_FALSE(TraceData::uniform(0.0, 1.0, std::vector<double>{-5, 0})->lowest_positive());
  }

  TEST_CASE("trace data: nothing is no trouble") {
    for (const auto& data :
         {TraceData::uniform(0.0, 1.0, Values{}), TraceData::points({}, Values{})}) {
      CHECK(data->size() == 0);
      CHECK(data->first_at(0.0) == 0);
      CHECK_FALSE(data->extremes(0, 0).has_value());
      CHECK_FALSE(data->limits().has_value());
    }
  }
}
