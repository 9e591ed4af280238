// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/guitar.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "signals/level.hpp"
#include "tests/signals/spectrum.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

namespace {

constexpr SampleRate kRate{48000};

GuitarSpec seconds_of(int length, std::uint64_t seed) {
  return {.length = SampleCount{length * 48000}, .seed = seed};
}

/// Rendering is the slow part: the 30 s that several cases look at are made once.
const std::vector<float>& half_a_minute() {
  static const std::vector<float> x = guitar({}, kRate);
  return x;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("guitar: over 30 s 95 % of the energy lies from 80 Hz to 5 kHz, lows, mids and highs") {
    const auto bins = test::spectrum(half_a_minute());
    const auto share = [&bins](double from, double to) {
      return test::energy_share(bins, kRate, Hertz{from}, Hertz{to});
    };
    CHECK(share(80.0, 5000.0) > 0.95);
    CHECK(share(80.0, 250.0) > 0.1);
    CHECK(share(250.0, 1000.0) > 0.1);
    CHECK(share(1000.0, 5000.0) > 0.02);
  }

  TEST_CASE("guitar: the crest factor is 10 to 20 dB, over 30 s and over 8 s of two seeds") {
    const auto crest = [](std::span<const float> x) {
      return test::decibels_of(test::peak(x) / test::rms(x));
    };
    CHECK(crest(half_a_minute()) > 10.0);
    CHECK(crest(half_a_minute()) < 20.0);
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      const double one = crest(guitar(seconds_of(8, seed), kRate));
      CAPTURE(seed);
      CHECK(one > 10.0);
      CHECK(one < 20.0);
    }
  }

  TEST_CASE("guitar: the mean is below 1e-5 of the peak") {
    const auto& x = half_a_minute();
    const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
    CHECK(std::abs(mean) < 1e-5 * test::peak(x));
  }

  TEST_CASE("guitar: the peak is the level, to float32 rounding, at every level") {
    for (const double level : {-20.0, -6.0, 0.0}) {
      GuitarSpec spec = seconds_of(1, 1);
      spec.level = DbFsPeak{level};
      CHECK(test::peak(guitar(spec, kRate)) ==
            static_cast<double>(static_cast<float>(amplitude(spec.level))));
    }
  }

  TEST_CASE("guitar: one seed gives the same bits, another seed other music") {
    CHECK(guitar(seconds_of(2, 1), kRate) == guitar(seconds_of(2, 1), kRate));
    const auto one = guitar(seconds_of(2, 1), kRate);
    const auto other = guitar(seconds_of(2, 2), kRate);
    double product = 0.0;
    for (std::size_t n = 0; n < one.size(); ++n) {
      product += static_cast<double>(one[n]) * static_cast<double>(other[n]);
    }
    const double n = static_cast<double>(one.size());
    CHECK(std::abs(product / n) < 0.5 * test::rms(one) * test::rms(other));
  }

  TEST_CASE("guitar: a later start is the end of the same performance, bit for bit") {
    const auto whole = guitar(seconds_of(2, 1), kRate);
    GuitarSpec spec = seconds_of(2, 1);
    spec.first = SampleCount{48000};
    const auto end = guitar(spec, kRate);
    REQUIRE(end.size() == 48000);
    CHECK(std::equal(end.begin(), end.end(), whole.begin() + 48000));
  }

  TEST_CASE("guitar: the same music at 48 and 96 kHz: every second sample within 1 % of the peak") {
    GuitarSpec slow = seconds_of(2, 1);
    GuitarSpec fast = slow;
    fast.length = SampleCount{2 * 96000};
    const auto low = guitar(slow, kRate);
    const auto high = guitar(fast, SampleRate{96000});
    double squares = 0.0;
    for (std::size_t n = 0; n < low.size(); ++n) {
      const double off = static_cast<double>(low[n]) - static_cast<double>(high[2 * n]);
      squares += off * off;
    }
    CHECK(std::sqrt(squares / static_cast<double>(low.size())) < 0.01 * test::peak(low));
  }

  TEST_CASE("guitar: a single sample is no note yet, and no division by zero") {
    const auto x = guitar({.length = SampleCount{1}}, kRate);
    REQUIRE(x.size() == 1);
    CHECK(x[0] == 0.0F);
  }
}
