// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/repeated_chirps.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "analysis/timing.hpp"
#include "signals/chirp.hpp"
#include "signals/measurement_programme.hpp"
#include "signals/programme.hpp"
#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::repeated_chirps;
using signals::Segment;

namespace {

const SampleRate kRate{48000};

/// Silence with sounds put in at their places.
struct Strip {
  std::vector<float> samples;
  explicit Strip(std::size_t length) : samples(length, 0.0F) {}
  Strip& put(std::size_t at, const std::vector<float>& sound) {
    for (std::size_t n = 0; n < sound.size(); ++n) samples.at(at + n) += sound[n];
    return *this;
  }
};

std::vector<float> chirp(double from_hz, double to_hz, double level_db = -20.0) {
  return signals::chirp({.from = Hertz{from_hz}, .to = Hertz{to_hz}, .level = DbFsPeak{level_db}},
                        kRate);
}

std::vector<float> tone(double hz, std::size_t length) {
  std::vector<float> x(length);
  for (std::size_t n = 0; n < length; ++n) {
    x[n] = static_cast<float>(0.1 * std::sin(2.0 * std::numbers::pi * hz * double(n) / 48000.0));
  }
  return x;
}

/// Every marker found, within `within` samples of where it is (its faded ends are below silence).
void check_markers(const signals::Stimulus& stimulus, std::int64_t within) {
  const auto truth = segments_with(stimulus, signals::SegmentRole::Marker);
  const auto found = repeated_chirps(stimulus.samples, stimulus.rate);
  REQUIRE(found.size() == truth.size());
  for (std::size_t i = 0; i < truth.size(); ++i) {
    CHECK(std::abs((found[i].start - truth[i].start).value()) <= within);
    CHECK(std::abs((found[i].end() - truth[i].end()).value()) <= within);
  }
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("repeated chirps: the markers of our own programmes, from the samples alone") {
    for (const int rate : {44100, 48000, 96000}) {
      CAPTURE(rate);
      signals::BuiltInProgramme wish;
      wish.rate = SampleRate{rate};
      wish.training = Seconds{20.0};
      wish.validation = Seconds{1.0};
      wish.sweep = Seconds{2.0};
      check_markers(signals::build_programme(signals::default_programme(wish)), rate / 200);
    }
    check_markers(signals::measurement_programme({.rate = kRate}).stimulus, 240);
  }

  TEST_CASE("repeated chirps: downwards too, and of two kinds the one that spans more") {
    const auto down = chirp(50.0, 15000.0);
    const std::vector<float> falling(down.rbegin(), down.rend());
    const auto found = repeated_chirps(Strip(300000)
                                           .put(0, falling)
                                           .put(50000, chirp(100.0, 8000.0))
                                           .put(100000, chirp(100.0, 8000.0))
                                           .put(276000, falling)
                                           .samples,
                                       kRate);
    REQUIRE(found.size() == 2);
    CHECK(found[0].start.value() < 100);
    CHECK(found[1].start.value() - found[0].start.value() == 276000);
  }

  TEST_CASE("repeated chirps: nothing where there is no pair of equal chirps") {
    const auto marker = chirp(50.0, 20000.0);
    const auto empty = [](const std::vector<float>& samples) {
      return repeated_chirps(samples, kRate).empty();
    };
    CHECK(empty({}));
    CHECK(empty(Strip(100000).samples));
    CHECK(empty(Strip(100000).put(10000, marker).samples));
    CHECK(empty(Strip(200000).put(0, marker).put(100000, chirp(50.0, 20000.0, -21.0)).samples));
    CHECK(empty(Strip(200000).put(0, tone(440.0, 24000)).put(99000, tone(440.0, 24000)).samples));
    CHECK(empty(Strip(200000).put(0, marker).put(24100, marker).samples));  // no silence between
    std::vector<float> noisy = Strip(200000).put(0, marker).put(99000, marker).samples;
    for (std::size_t n = 99000; n < 123000; n += 2) noisy[n] += 0.001F;  // not equal any more
    CHECK(empty(noisy));
  }
}

TEST_SUITE("slow") {
  TEST_CASE("repeated chirps: drift read with them is within its sigma of the truth") {
    const auto take =
        closed_form::take_of(kRate, 9.0, {0.5, 4.0, 8.0}, closed_form::Between::Plucks);
    const closed_form::Path path{.delay = 1000.37, .drift_ppm = 12.5, .gain = 0.5};
    const auto sound = closed_form::record(take.sound, path, kRate, 9 * 48000 + 12000);
    const auto recording = closed_form::with_noise(sound, 3.5e-5, 5);  // 60 dB below the marker
    const signals::Stimulus stimulus{kRate, take.stimulus.samples,
                                     repeated_chirps(take.stimulus.samples, kRate)};
    const auto timing = track_timing(stimulus, recording, analysis::ChannelKind::Amp);
    REQUIRE(timing);
    CHECK(timing->markers.size() == 3);
    CHECK(std::abs(timing->drift_ppm - 12.5) < 4.0 * timing->drift_sigma_ppm);
    CHECK(timing->drift_sigma_ppm < 1e-3);
    CHECK(std::abs(timing->delay_samples - 1000.37) < 4.0 * timing->delay_sigma_samples);
  }
}
