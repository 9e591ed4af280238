// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/flat_tops.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace ampsweep;
using namespace ampsweep::analysis;

namespace {

constexpr SoundGrid k24{SampleRate{48000}, 1.0 / 8388608.0};
constexpr SoundGrid k16{SampleRate{48000}, 1.0 / 32768.0};
constexpr SoundGrid kFast{SampleRate{96000}, 1.0 / 8388608.0};

/// One second, clamped to low .. high, on the grid.
std::vector<float> sine(const SoundGrid& grid, double hz, double amplitude, double low = -2.0,
                        double high = 2.0) {
  std::vector<float> x;
  const int rate = grid.rate.value();
  for (int n = 0; n < rate; ++n) {
    const double value = amplitude * std::sin(2.0 * std::numbers::pi * hz * n / rate);
    x.push_back(
        static_cast<float>(std::round(std::clamp(value, low, high) / grid.step) * grid.step));
  }
  return x;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("flat tops: no sine from 20 Hz and -60 dBFS up is flat, at 16 or 24 bits") {
    for (const SoundGrid& grid : {k24, k16, kFast}) {
      for (const double hz : {20.0, 20.3, 50.0, 82.4, 997.0, 12000.0}) {
        for (const double amplitude : {0.001, 0.01, 0.1, 0.5, 0.99}) {
          CAPTURE(grid.rate.value());
          CAPTURE(grid.step);
          CAPTURE(hz);
          CAPTURE(amplitude);
          CHECK_FALSE(flat_tops(sine(grid, hz, amplitude), grid).clipped);
        }
      }
    }
  }

  TEST_CASE("flat tops: from -40 dBFS up the same clipped by 0.5 dB are flat, at either polarity") {
    for (const double hz : {20.0, 82.4, 997.0}) {
      for (const double amplitude : {0.0106, 0.1, 0.5}) {
        CAPTURE(hz);
        CAPTURE(amplitude);
        const double top = amplitude * std::pow(10.0, -0.5 / 20.0);
        CHECK(flat_tops(sine(k24, hz, amplitude, -2.0, top), k24).clipped);
        CHECK(flat_tops(sine(k24, hz, amplitude, -top, 2.0), k24).clipped);
        const FlatTops both = flat_tops(sine(k24, hz, amplitude, -top, top), k24);
        CHECK(both.clipped);
        CHECK(both.level == doctest::Approx(top).epsilon(1e-3));
      }
    }
  }

  TEST_CASE("flat tops: one transient that ran into a limit is enough") {
    std::vector<float> x = sine(k24, 110.0, 0.1);
    for (std::size_t n = 1000; n < 1012; ++n) x[n] = 0.4F;
    CHECK(flat_tops(x, k24).clipped);
  }

  TEST_CASE("flat tops: silence, the softest sound and nothing at all are not clipped") {
    CHECK_FALSE(flat_tops({}, k24).clipped);
    CHECK_FALSE(flat_tops(std::vector<float>(1000, 0.0F), k24).clipped);
    CHECK_FALSE(flat_tops(sine(k24, 50.0, 1e-4), k24).clipped);
  }
}
