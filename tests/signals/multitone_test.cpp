// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/multitone.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "signals/level.hpp"
#include "tests/signals/spectrum.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

namespace {

constexpr SampleRate kRate{48000};

/// 30 tones at 20 * 2^(k/3) Hz (measurement.md 2.5, up to 16 kHz).
MultitoneSpec thirds(std::uint64_t seed) {
  MultitoneSpec spec{.length = SampleCount{16384}, .seed = seed};
  for (int k = 0; k < 30; ++k) spec.frequencies.push_back(Hertz{20.0 * std::exp2(k / 3.0)});
  return spec;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("multitone: tones are equal within 1e-5 dB and all else is 130 dB below a tone") {
    const MultitoneSpec spec = thirds(1);
    const auto bins = multitone_bins(spec, kRate);
    const auto spectrum = test::spectrum(multitone(spec, kRate));
    const double one = std::abs(spectrum[static_cast<std::size_t>(bins[0])]);

    double rest = 0.0;
    for (std::size_t k = 0; k < spectrum.size() / 2; ++k) {
      const bool is_tone = std::count(bins.begin(), bins.end(), static_cast<std::int64_t>(k)) > 0;
      const double level = std::abs(spectrum[k]);
      if (is_tone) CHECK(std::abs(test::decibels_of(level / one)) < 1e-5);
      if (!is_tone) rest = std::max(rest, level);
    }
    CHECK(test::decibels_of(rest / one) < -130.0);
  }

  TEST_CASE("multitone: tones move to the nearest bin, by half a bin at most") {
    const MultitoneSpec spec = thirds(1);
    const auto bins = multitone_bins(spec, kRate);
    REQUIRE(bins.size() == spec.frequencies.size());
    for (std::size_t n = 0; n < bins.size(); ++n) {
      const double f = static_cast<double>(bins[n]) * 48000.0 / 16384.0;
      CHECK(std::abs(f - spec.frequencies[n].value()) <= 0.5 * 48000.0 / 16384.0);
    }
  }

  TEST_CASE("multitone: the peak is the level, the crest factor 10 to 15 dB") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const auto x = multitone(thirds(seed), kRate);
      CHECK(std::ssize(x) == 16384);
      CHECK(test::peak(x) == doctest::Approx(amplitude(DbFsPeak{-20.0})).epsilon(1e-7));
      const double crest = test::decibels_of(test::peak(x) / test::rms(x));
      CHECK(crest > 10.0);
      CHECK(crest < 15.0);
    }
  }

  TEST_CASE("multitone: one seed one signal, another seed other phases") {
    CHECK(multitone(thirds(1), kRate) == multitone(thirds(1), kRate));
    CHECK(multitone(thirds(1), kRate) != multitone(thirds(2), kRate));
  }
}
