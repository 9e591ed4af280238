// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/two_tone.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "signals/level.hpp"
#include "tests/signals/spectrum.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

TEST_SUITE("unit") {
  TEST_CASE("two tones: 4:1 at -12 dBFS are -13.938 and -25.979 dBFS, all else below -145 dB") {
    const SampleRate rate{48000};
    const std::int64_t record = 16384;
    const double bin = 48000.0 / 16384.0;
    const auto x = two_tone({.low = Hertz{21.0 * bin},
                             .high = Hertz{2389.0 * bin},
                             .low_over_high = 4.0,
                             .length = SampleCount{record},
                             .fade = SampleCount{0},
                             .level = DbFsPeak{-12.0}},
                            rate);
    const auto bins = test::spectrum(x);
    const auto level = [&](std::size_t k) {
      return test::decibels_of(2.0 * std::abs(bins[k]) / 16384.0);
    };
    CHECK(std::abs(level(21) - (-12.0 + 20.0 * std::log10(0.8))) < 1e-6);
    CHECK(std::abs(level(2389) - (-12.0 + 20.0 * std::log10(0.2))) < 1e-6);
    double worst = -400.0;
    for (std::size_t k = 0; k < bins.size() / 2; ++k) {
      if (k != 21 && k != 2389) worst = std::max(worst, level(k));
    }
    CHECK(worst < -12.0 - 145.0);
  }

  TEST_CASE("two tones: never above the level, and faded at both ends") {
    const TwoToneSpec spec{};
    const auto x = two_tone(spec, SampleRate{48000});
    CHECK(x.size() == 48000);
    CHECK(x.front() == 0.0F);
    CHECK(std::abs(x.back()) < 1e-5F);
    for (const float sample : x) CHECK(std::abs(sample) <= amplitude(spec.level) * (1.0 + 1e-6));
  }
}
