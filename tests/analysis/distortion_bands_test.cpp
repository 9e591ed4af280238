// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/distortion_bands.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/multisine_amp.hpp"

using namespace ampsweep;
using closed_form::delayed;
using closed_form::to_float;

namespace {

/// |H|^2 of closed_form::low_pass at `hz`.
double low_pass_power(double hz, double corner) {
  const double up = std::tan(std::numbers::pi * hz / 48000.0);
  const double at = std::tan(std::numbers::pi * corner / 48000.0);
  return 1.0 / (1.0 + up * up / (at * at));
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "distortion bands: filter, clip, filter: gain in thirds within 4 sigma of "
      "Bussgang's, flat and pink") {
    const SampleRate rate{48000};
    for (const auto shape : {signals::MultisineShape::Flat, signals::MultisineShape::Pink}) {
      const signals::MultisineSpec spec{.period = SampleCount{32768}, .shape = shape};
      auto sound =
          closed_form::through(signals::multisine(spec, rate).samples, [](double x) { return x; });
      closed_form::low_pass(sound, 2000.0, 48000.0);
      double inside = 0.0;  // power before the clip, from the lines alone
      const auto bins = signals::multisine_bins(spec, rate);
      const auto lines = signals::multisine_lines(spec, bins, 0);
      for (std::size_t i = 0; i < lines.size(); ++i) {
        const double hz = static_cast<double>(bins.excited[i]) * 48000.0 / 32768.0;
        inside += 0.5 * std::norm(lines[i]) * low_pass_power(hz, 2000.0);
      }
      const double clip = 1.2 * std::sqrt(inside);
      for (double& x : sound) x = std::clamp(x, -clip, clip);
      closed_form::low_pass(sound, 5000.0, 48000.0);
      const auto result =
          analysis::best_linear(spec, to_float(delayed(sound, 100)), {}, rate, 100.0);
      REQUIRE(result);

      const auto bands = analysis::distortion_bands(*result, 3);

      CHECK(bands.size() >= 20);
      const double slope = std::erf(1.2 / std::sqrt(2.0));
      for (const auto& band : bands) {
        double truth = 0.0;
        for (const auto& line : result->excited) {
          if (line.hz < band.hz / std::exp2(1.0 / 6.0) || line.hz >= band.hz * std::exp2(1.0 / 6.0))
            continue;
          truth += slope * slope * low_pass_power(line.hz, 2000.0) *
                   low_pass_power(line.hz, 5000.0) / band.lines;
        }
        INFO("Hz " << band.hz << " gain " << band.gain_db << " +- " << band.gain_sigma_db);
        const double off = std::abs(band.gain_db - 10.0 * std::log10(truth));
        CHECK(off < 4.0 * band.gain_sigma_db + 0.005);
        CHECK(band.gain_sigma_db < 0.25);
        CHECK(band.even < band.odd - Decibels{60.0});
      }
    }
  }

  TEST_CASE("distortion bands: white noise adds up per band; its limit hides even and odd") {
    const SampleRate rate{48000};
    const signals::MultisineSpec spec{.period = SampleCount{16384}, .realizations = 4};
    const auto sound = closed_form::through(signals::multisine(spec, rate).samples,
                                            [](double x) { return 0.5 * x; });
    const auto result = analysis::best_linear(
        spec, closed_form::with_noise(delayed(sound, 100), 0.01, 3), {}, rate, 100.0);
    REQUIRE(result);
    for (const int per_octave : {1, 3, 12}) {
      int hidden = 0;
      const auto bands = analysis::distortion_bands(*result, per_octave);
      REQUIRE(std::ssize(bands) >= 4 * per_octave);
      for (const auto& band : bands) {
        const double width = band.hz * (std::exp2(0.5 / per_octave) - std::exp2(-0.5 / per_octave));
        const double noise = 10.0 * std::log10(1e-4 * width / 24000.0);
        if (width > 300.0) {
          CHECK(std::abs(band.noise.value() - noise) < 1.0);
          CHECK(band.phase_deg == doctest::Approx(0.0).epsilon(5.0));
          CHECK(std::abs(band.gain_db + 6.0206) < 4.0 * band.gain_sigma_db);
        }
        hidden += band.even.value() < band.limit_dbfs_rms && band.odd.value() < band.limit_dbfs_rms;
      }
      CHECK(hidden >= static_cast<int>(bands.size()) * 9 / 10);
    }
  }
}
