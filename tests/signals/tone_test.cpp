// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/tone.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <numeric>

#include "signals/level.hpp"
#include "tests/signals/spectrum.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

namespace {
constexpr SampleRate kRate{48000};
}

TEST_SUITE("unit") {
  TEST_CASE("tone: 1 kHz in 65536 samples at 48 kHz becomes 999.756 Hz = bin 1365") {
    const Hertz f = coherent_frequency(Hertz{1000.0}, SampleCount{65536}, kRate);
    CHECK(f.value() == doctest::Approx(1365.0 * 48000.0 / 65536.0).epsilon(1e-15));
  }

  TEST_CASE("tone: a coherent frequency sits on an odd bin that shares no factor with the record") {
    for (const std::int64_t record : {4800, 48000, 65536, 30030}) {
      for (const double wanted : {0.1, 82.4, 1000.0, 9999.0, 23999.0}) {
        const Hertz f = coherent_frequency(Hertz{wanted}, SampleCount{record}, kRate);
        const double bin = f.value() * static_cast<double>(record) / 48000.0;
        const auto k = static_cast<std::int64_t>(std::llround(bin));
        CAPTURE(record);
        CAPTURE(wanted);
        CHECK(std::abs(bin - static_cast<double>(k)) < 1e-9);
        CHECK(k > 0);
        CHECK(2 * k < record);
        CHECK(k % 2 == 1);
        CHECK(std::gcd(k, record) == 1);
        // No fitting bin lies nearer.
        const double exact = wanted * static_cast<double>(record) / 48000.0;
        for (std::int64_t other = 1; 2 * other < record; other += 2) {
          if (std::gcd(other, record) != 1) continue;
          CHECK_FALSE(std::abs(static_cast<double>(other) - exact) <
                      std::abs(static_cast<double>(k) - exact) - 1e-9);
        }
      }
    }
  }

  TEST_CASE("tone: amplitude within 1e-6 dB, everything else below -150 dBc") {
    constexpr SampleCount kRecord{16384};
    const Hertz f = coherent_frequency(Hertz{1000.0}, kRecord, kRate);
    const auto x = tone({.frequency = f, .length = kRecord, .fade = SampleCount{0}}, kRate);
    const auto bins = test::spectrum(x);
    const auto k = static_cast<std::size_t>(std::llround(f.value() * 16384.0 / 48000.0));

    CHECK(std::abs(test::decibels_of(2.0 * std::abs(bins[k]) / 16384.0) + 20.0) < 1e-6);
    double worst = 0.0;
    for (std::size_t n = 0; n < bins.size() / 2; ++n) {
      if (n != k) worst = std::max(worst, std::abs(bins[n]));
    }
    CHECK(test::decibels_of(worst / std::abs(bins[k])) < -150.0);
  }

  TEST_CASE("tone: starts at phase zero, fades at both ends, stays under its level") {
    const ToneSpec spec{};
    const auto x = tone(spec, kRate);
    CHECK(std::ssize(x) == 48000);
    CHECK(x.front() == 0.0F);
    CHECK(x.back() == 0.0F);
    CHECK(x[12] > 0.0F);
    CHECK(test::peak(x) <= static_cast<double>(static_cast<float>(amplitude(spec.level))));
    CHECK(test::peak({x.data(), 240}) < 0.51 * amplitude(spec.level));
  }
}
