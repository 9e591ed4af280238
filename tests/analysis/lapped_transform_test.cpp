// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lapped_transform.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <numbers>

#include "signals/random.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::array<LappedWindow, 3> kWindows{LappedWindow::Sine, LappedWindow::Kaiser,
                                               LappedWindow::Vorbis};

TEST_SUITE("unit") {
  TEST_CASE("lapped transform: equal to its sum") {
    for (const auto window : kWindows) {
      for (const std::size_t n : {4UL, 16UL, 64UL}) {
        CAPTURE(n);
        signals::Random random{n};
        std::vector<float> x;
        for (std::size_t i = 0; i < 2 * n; ++i) x.push_back(static_cast<float>(random.normal()));
        LappedTransform transform{window, n};
        const auto lines = transform.transform(x);
        const auto w = lapped_window(window, n);
        const auto size = static_cast<double>(n);
        for (std::size_t k = 0; k < n; ++k) {
          double sum = 0.0;
          for (std::size_t i = 0; i < 2 * n; ++i) {
            sum += w[i] * static_cast<double>(x[i]) *
                   std::cos(std::numbers::pi / size * (static_cast<double>(i) + 0.5 + 0.5 * size) *
                            (static_cast<double>(k) + 0.5));
          }
          CHECK(std::abs(lines[k] - sum) < 1e-9);
        }
      }
    }
  }

  TEST_CASE("lapped transform: its windows let frames add up again") {
    for (const auto window : kWindows) {
      const auto w = lapped_window(window, 1024);
      REQUIRE(w.size() == 2048);
      for (std::size_t i = 0; i < 1024; ++i) {
        CHECK(std::abs(w[i] * w[i] + w[i + 1024] * w[i + 1024] - 1.0) < 1e-12);
        CHECK(w[i] == w[2047 - i]);
      }
    }
  }
}

}  // namespace
}  // namespace ampsweep::analysis
