// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lag_track.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

namespace {

constexpr SampleRate kRate{48000};

std::vector<LagReading> track(const closed_form::Path& path, double noise,
                              signals::SegmentRole role = signals::SegmentRole::Training) {
  const auto sound = closed_form::plucks(kRate, 0.0, 96000.0, 1);
  const signals::Stimulus stimulus = closed_form::stimulus_of(
      sound, kRate, 144000, {{role, SampleCount{0}, SampleCount{96000}, {}}});
  const auto recording =
      closed_form::with_noise(closed_form::record(sound, path, kRate, 150000), noise, 4);
  const auto expected = through_ac_coupling(stimulus.samples, 0.0, kRate);
  return track_lag(stimulus, expected, recording,
                   {.lag = path.delay, .polarity = path.gain < 0.0 ? -1 : 1, .noise_rms = noise});
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "lag track: reads plucks within 0.03 sample, a reading about every 85 ms, none in silence") {
    const auto readings = track({.delay = 300.4, .gain = -0.7}, 1e-5);
    CHECK(readings.size() >= 18);  // of 23: the tail of a low note speaks below the band
    for (const LagReading& reading : readings) {
      CHECK(std::abs(reading.lag - 300.4) < 0.03);
      CHECK(reading.at < 96000.0);
    }
  }

  TEST_CASE("lag track: follows a drift of 100 ppm and a jump of 1024 samples") {
    const auto readings =
        track({.delay = 300.4, .drift_ppm = 100.0, .jumps = {{50000.0, -1024.0}}}, 1e-5);
    CHECK(readings.size() >= 18);
    int after = 0;
    for (const LagReading& reading : readings) {
      const bool jumped = reading.at + reading.lag > 50000.0;
      const double truth = 300.4 + 100e-6 * reading.at - (jumped ? 1024.0 : 0.0);
      CHECK(std::abs(reading.lag - truth) < 0.1);
      after += jumped ? 1 : 0;
    }
    CHECK(after >= 8);
  }

  TEST_CASE("lag track: noise alone and lone tones give no reading") {
    CHECK(track({.delay = 300.4, .gain = 0.0}, 0.05).empty());
    CHECK(track({.delay = 300.4}, 1e-5, signals::SegmentRole::Tone).empty());
  }

  TEST_CASE(
      "lag track: AC coupling model is a first-order high-pass: 1/sqrt(2) and 45 degrees at its "
      "corner") {
    std::vector<float> tone(96000);
    for (std::size_t n = 0; n < tone.size(); ++n) {
      tone[n] = static_cast<float>(
          std::sin(2.0 * 3.14159265358979 * 20.0 / 48000.0 * static_cast<double>(n)));
    }
    const auto out = through_ac_coupling(tone, 20.0, kRate);
    // A whole number of periods at the end: out = (sin + cos) / 2.
    for (std::size_t n = 91200; n < 96000; n += 100) {
      const double phase = 2.0 * 3.14159265358979 * 20.0 / 48000.0 * static_cast<double>(n);
      CHECK(std::abs(out[n] - 0.5 * (std::sin(phase) + std::cos(phase))) < 1e-4);
    }
    CHECK(through_ac_coupling(tone, 0.1, kRate)[777] == static_cast<double>(tone[777]));
  }
}
