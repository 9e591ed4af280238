// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/lane_dot.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;

TEST_SUITE("unit") {
  TEST_CASE("lane dot: whole numbers exactly, any number of lanes") {
    std::vector<double> a(64);
    std::vector<double> b(64);
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      a[i] = static_cast<double>(i) - 20.0;
      b[i] = 3.0 * static_cast<double>(i % 7);
      sum += a[i] * b[i];
    }
    CHECK(lane_dot<1>(a.data(), b.data(), a.size()) == sum);
    CHECK(lane_dot<2>(a.data(), b.data(), a.size()) == sum);
    CHECK(lane_dot<4>(a.data(), b.data(), a.size()) == sum);
    CHECK(lane_dot<8>(a.data(), b.data(), a.size()) == sum);
    CHECK(lane_dot<4>(a.data(), b.data(), 4) == a[1] * b[1] + a[2] * b[2] + a[3] * b[3]);
  }

  TEST_CASE("lane dot: random numbers as a sum in long double, to the last few bits") {
    signals::Random random{5};
    std::vector<double> a(4096);
    std::vector<double> b(4096);
    long double sum = 0.0L;
    long double size = 0.0L;
    for (std::size_t i = 0; i < a.size(); ++i) {
      a[i] = random.normal();
      b[i] = random.normal();
      sum += static_cast<long double>(a[i]) * b[i];
      size += std::abs(static_cast<long double>(a[i]) * b[i]);
    }
    const double error =
        std::abs(lane_dot<8>(a.data(), b.data(), a.size()) - static_cast<double>(sum));
    CHECK(error < 1e-14 * static_cast<double>(size));
  }
}
