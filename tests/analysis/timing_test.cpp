// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/timing.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::ChannelKind;
using analysis::Refusal;
using analysis::Timing;
using analysis::track_timing;
using closed_form::Between;

namespace {

const SampleRate kRate{48000};
/// The default marker, -20 dBFS peak, at half gain; so much noise leaves 60 dB.
const double kNoise60 = 0.5 * 0.1 / std::sqrt(2.0) * 1e-3;

std::vector<float> recorded(const closed_form::Take& take, const closed_form::Path& path,
                            double noise, SampleRate rate = kRate) {
  const std::int64_t length = take.stimulus.length().value() + rate.value() / 4;
  return closed_form::with_noise(closed_form::record(take.sound, path, rate, length), noise, 5);
}

const closed_form::Take& music_take() {
  static const auto take = closed_form::take_of(kRate, 9.0, {0.5, 4.0, 8.0}, Between::Plucks);
  return take;
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE("timing: delay at sample 0 within 1e-4 sample, no drift, no slips on a clean take") {
    const auto timing = track_timing(music_take().stimulus,
                                     recorded(music_take(), {.delay = 1000.37, .gain = -0.5}, 0.0),
                                     ChannelKind::Loopback);
    REQUIRE(timing);
    CHECK(timing->markers.size() == 3);
    CHECK(std::abs(timing->delay_samples - 1000.37) < 1e-6);
    CHECK(std::abs(timing->drift_ppm) < 1e-6);
    CHECK(timing->polarity == -1);
    CHECK(timing->gain_db == doctest::Approx(-6.0206).epsilon(1e-4));
    CHECK(timing->slips.empty());
    CHECK(timing->worst_residual_samples < 1e-6);
  }

  TEST_CASE("timing: drift of 0.5 to 200 ppm is found within its sigma and is never a slip") {
    for (const double drift_ppm : {0.5, -20.0, 200.0}) {
      for (const ChannelKind kind : {ChannelKind::Loopback, ChannelKind::Amp}) {
        const closed_form::Path path{.delay = 1000.37, .drift_ppm = drift_ppm, .gain = 0.5};
        const auto timing =
            track_timing(music_take().stimulus, recorded(music_take(), path, kNoise60), kind);
        REQUIRE(timing);
        INFO("drift " << drift_ppm << " read " << timing->drift_ppm);
        CHECK(timing->slips.empty());
        CHECK(std::abs(timing->drift_ppm - drift_ppm) < 4.0 * timing->drift_sigma_ppm);
        CHECK(timing->drift_sigma_ppm < 5e-4);
        CHECK(std::abs(timing->delay_samples - 1000.37) < 4.0 * timing->delay_sigma_samples);
        CHECK(timing->delay_sigma_samples < 1e-4);
      }
    }
  }

  TEST_CASE("timing: with 20 Hz AC coupling the delay stays within 1e-3 sample at 60 dB SNR") {
    const closed_form::Path path{.delay = 1000.37, .gain = 0.5, .ac_corners_hz = {20.0}};
    const auto take = closed_form::take_of(kRate, 5.0, {0.5, 4.0}, Between::Plucks);
    const auto timing =
        track_timing(take.stimulus, recorded(take, path, kNoise60), ChannelKind::Loopback);
    REQUIRE(timing);
    CHECK(std::abs(timing->delay_samples - 1000.37) < 2e-4);
    CHECK(timing->ac_corner_hz == doctest::Approx(20.0).epsilon(0.002));
    CHECK(timing->slips.empty());
  }

  TEST_CASE("timing: one marker gives a delay and no drift") {
    const auto take = closed_form::take_of(kRate, 2.0, {0.5}, Between::Silence);
    const auto timing =
        track_timing(take.stimulus, recorded(take, {.delay = 77.5}, 1e-5), ChannelKind::Amp);
    REQUIRE(timing);
    CHECK(timing->drift_ppm == 0.0);
    CHECK(timing->drift_sigma_ppm == 0.0);
    CHECK(std::abs(timing->delay_samples - 77.5) < 1e-3);
  }

  TEST_CASE("timing: alike markers 1.5 s apart are not mistaken for each other") {
    const auto take = closed_form::take_of(kRate, 6.0, {0.5, 2.0, 3.5, 5.0}, Between::Silence);
    for (const double delay : {0.25, 20000.75, 90000.5}) {
      auto recording = closed_form::to_float(closed_form::record(
          take.sound, {.delay = delay}, kRate, take.stimulus.length().value() + 100000));
      const auto timing = track_timing(take.stimulus, recording, ChannelKind::Loopback);
      REQUIRE(timing);
      CHECK(timing->markers.size() == 4);
      CHECK(std::abs(timing->delay_samples - delay) < 1e-5);
    }
  }

  TEST_CASE("timing: a recording that stops early keeps the markers it has") {
    auto recording = recorded(music_take(), {.delay = 1000.37}, 1e-5);
    recording.resize(6 * 48000);
    const auto timing = track_timing(music_take().stimulus, recording, ChannelKind::Loopback);
    REQUIRE(timing);
    CHECK(timing->markers.size() == 2);
    CHECK(timing->slips.empty());
  }

  TEST_CASE("timing: the same at 44.1 and 96 kHz") {
    for (const std::int32_t hz : {44100, 96000}) {
      const SampleRate rate{hz};
      const auto take = closed_form::take_of(rate, 5.0, {0.5, 4.0}, Between::Plucks);
      const closed_form::Path path{.delay = 512.25, .drift_ppm = 3.0};
      const auto timing =
          track_timing(take.stimulus, recorded(take, path, kNoise60, rate), ChannelKind::Loopback);
      REQUIRE(timing);
      CHECK(std::abs(timing->delay_samples - 512.25) < 2e-4);
      CHECK(std::abs(timing->drift_ppm - 3.0) < 1e-3);
      CHECK(timing->slips.empty());
    }
  }

  TEST_CASE("timing: refuses silence, noise, not-a-number and a stimulus without markers") {
    const auto& take = music_take();
    const std::vector<float> silence(500000, 0.0F);
    const auto noise = closed_form::with_noise(std::vector<double>(500000, 0.0), 0.1, 1);
    auto broken = silence;
    broken[499999] = std::nanf("");
    auto unmarked = take.stimulus;
    unmarked.segments.clear();
    const auto reason = [](const analysis::Measured<Timing>& timing) {
      REQUIRE(!timing);
      return timing.error().reason;
    };
    const auto kind = ChannelKind::Loopback;
    CHECK(reason(track_timing(take.stimulus, silence, kind)) == Refusal::Reason::Silent);
    CHECK(reason(track_timing(take.stimulus, noise, kind)) == Refusal::Reason::NoMatch);
    CHECK(reason(track_timing(take.stimulus, broken, kind)) == Refusal::Reason::NotFinite);
    CHECK(reason(track_timing(unmarked, noise, kind)) == Refusal::Reason::BadParameter);
    CHECK(!track_timing(take.stimulus, std::vector<float>{}, kind));
  }
}

TEST_SUITE("slow") {
  TEST_CASE(
      "timing: drift over 60 s at 60 dB SNR is within 1e-3 ppm, with 3.3 and 20 ppm present") {
    const auto take = closed_form::take_of(kRate, 62.0, {0.5, 60.5}, Between::Silence);
    for (const double drift_ppm : {0.0, 3.3, 20.0}) {
      const closed_form::Path path{.delay = 1000.37, .drift_ppm = drift_ppm, .gain = 0.5};
      const auto timing =
          track_timing(take.stimulus, recorded(take, path, kNoise60), ChannelKind::Loopback);
      REQUIRE(timing);
      INFO("error " << timing->drift_ppm - drift_ppm << " sigma " << timing->drift_sigma_ppm);
      CHECK(std::abs(timing->drift_ppm - drift_ppm) < 1e-3);
      CHECK(std::abs(timing->drift_ppm - drift_ppm) < 4.0 * timing->drift_sigma_ppm);
      CHECK(timing->slips.empty());
    }
  }
}
