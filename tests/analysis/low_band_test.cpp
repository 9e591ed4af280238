// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/low_band.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/idle_sound.hpp"

using namespace ampsweep;

namespace {

std::vector<float> lone_line(double hz, double rate, std::size_t length) {
  std::vector<double> x(length, 0.0);
  closed_form::add_lines(x, rate, {{hz, -20.0, 0.4}});
  return closed_form::to_float(x);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("low band: a line within it is the same line at the positions told, 0.0002 dB") {
    for (const int rate : {8000, 44100, 48000, 96000, 192000}) {
      for (const double hz : {50.0, 1000.0, 2450.0}) {
        const auto low =
            analysis::low_band(lone_line(hz, rate, 40000), SampleRate{rate}, Hertz{2450.0});
        double worst = 0.0;
        for (std::size_t m = 0; m < low.samples.size(); ++m) {
          const double at = low.first + static_cast<double>(m) * low.factor;
          const double truth =
              0.1 * std::numbers::sqrt2 * std::cos(2.0 * std::numbers::pi * hz / rate * at + 0.4);
          worst = std::max(worst, std::abs(low.samples[m] - truth));
        }
        CHECK(worst < 0.1 * std::numbers::sqrt2 * 2.3e-5);
        CHECK(low.rate_hz == doctest::Approx(static_cast<double>(rate) / low.factor));
        CHECK(low.first + static_cast<double>(low.samples.size()) * low.factor <= 40000.0);
      }
    }
  }

  TEST_CASE("low band: what would fold into it is 100 dB down") {
    const auto low =
        analysis::low_band(lone_line(6400.0, 48000.0, 40000), SampleRate{48000}, Hertz{2450.0});
    REQUIRE(low.factor == 7);  // 6400 Hz folds to 457 Hz.
    CHECK(20.0 * std::log10(closed_form::rms(low.samples) / 0.1) < -100.0);
  }
}
