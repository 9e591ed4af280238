// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: a one-pole low-pass behind a delay, in closed form.
#include "analysis/excess_delay.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>

using namespace ampsweep;

namespace {

constexpr std::size_t kBins = 4097;
constexpr SampleRate kExcessRate{48000};

/// A one-pole at `corner_hz`, `late` samples late, known at the harmonics of a note every `apart`
/// bins and one bin to either side; between them there is nothing, or next to nothing that is heard
/// with a coherence of 0.1.
analysis::ResponseSpectrum combed(double corner_hz, double late, std::size_t apart, bool rubbish) {
  analysis::ResponseSpectrum s;
  s.response.assign(1, std::vector<std::complex<double>>(kBins));
  s.coherence.assign(kBins, 0.0);
  s.y_power.assign(kBins, 0.0);
  const double bin_hz = 24000.0 / static_cast<double>(kBins - 1);
  for (std::size_t k = apart - 1; static_cast<double>(k) * bin_hz < 12000.0; ++k) {
    const std::size_t off = k % apart;
    if (off > 1 && off < apart - 1) {
      if (!rubbish) continue;
      s.response[0][k] = std::polar(1e-4, 1.7 * static_cast<double>(k));
      s.coherence[k] = 0.1;
      continue;
    }
    const double hz = bin_hz * static_cast<double>(k);
    const double turn = -2.0 * std::numbers::pi * hz / 48000.0 * late;
    s.response[0][k] = std::polar(1.0, turn) / std::complex<double>(1.0, hz / corner_hz);
    s.coherence[k] = 0.98;
    s.y_power[k] = std::norm(s.response[0][k]);
    if (s.lowest == 0) s.lowest = k;
    s.highest = k;
  }
  return s;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("excess delay: of a one-pole that only the harmonics of one note tell") {
    for (const double corner_hz : {800.0, 3000.0}) {
      for (const double late : {0.0, 5.0, -12.0}) {
        for (const std::size_t apart : {3U, 20U, 40U}) {
          for (const bool rubbish : {false, true}) {
            CAPTURE(corner_hz);
            CAPTURE(late);
            CAPTURE(apart);
            CAPTURE(rubbish);
            const auto found =
                analysis::excess_delay(combed(corner_hz, late, apart, rubbish), kExcessRate);
            REQUIRE(found);
            CHECK(found->from_samples <= late);
            CHECK(found->to_samples >= late);
            CHECK(std::abs(found->samples - late) < 0.6);
            CHECK(found->polarity == 1);
          }
        }
      }
    }
  }

  TEST_CASE("excess delay: less than two octaves tell none") {
    auto narrow = combed(3000.0, 0.0, 3, false);
    narrow.highest = 3 * narrow.lowest;
    CHECK_FALSE(analysis::excess_delay(narrow, kExcessRate));
    CHECK_FALSE(analysis::excess_delay({}, kExcessRate));
  }
}
