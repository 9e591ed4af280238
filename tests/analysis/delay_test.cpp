// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/delay.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "signals/chirp.hpp"
#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::DelayEstimate;
using analysis::DelaySearch;
using analysis::estimate_delay;
using analysis::Refusal;

namespace {

const SampleRate kRate{48000};
const DelaySearch kNear{SampleCount{-500}, SampleCount{4000}};

signals::ChirpSpec marker(std::int64_t length) {
  return {.length = SampleCount{length}, .level = DbFsPeak{-12.0}};
}

std::vector<double> chirp_through(const closed_form::Path& path, std::int64_t length) {
  return closed_form::record(closed_form::chirp(marker(length), kRate), path, kRate, length + 3000);
}

double chirp_rms(std::int64_t length) {
  return closed_form::rms(
      closed_form::record(closed_form::chirp(marker(length), kRate), {}, kRate, length));
}

/// What many noisy trials of one channel said.
struct Trials {
  int count{0};
  int beyond_4_sigma{0};
  int unsure{0};
  int wrong_polarity{0};
  double bias{0.0};
  double rms{0.0};
  double mean_sigma{0.0};
  double worst{0.0};
};

Trials run_trials(std::int64_t length, const std::vector<double>& ac_corners, double snr_db,
                  int count) {
  const auto reference = signals::chirp(marker(length), kRate);
  Trials trials;
  constexpr int kPlaces = 4;
  for (int place = 0; place < kPlaces; ++place) {
    const double gain = place % 2 == 0 ? 0.5 : -0.5;
    const double truth = 1000.03 + 0.27 * place;
    const auto clean =
        chirp_through({.delay = truth, .gain = gain, .ac_corners_hz = ac_corners}, length);
    const double noise = 0.5 * chirp_rms(length) * std::pow(10.0, -snr_db / 20.0);
    for (int i = 0; i < count / kPlaces; ++i) {
      const auto seed = static_cast<std::uint64_t>(1000 * place + i + 1);
      const auto estimate =
          estimate_delay(reference, closed_form::with_noise(clean, noise, seed), kRate, kNear);
      REQUIRE(estimate);
      const double error = estimate->delay_samples - truth;
      ++trials.count;
      trials.bias += error / count;
      trials.rms += error * error / count;
      trials.mean_sigma += estimate->delay_sigma_samples / count;
      trials.worst = std::max(trials.worst, std::abs(error));
      trials.beyond_4_sigma += std::abs(error) > 4.0 * estimate->delay_sigma_samples ? 1 : 0;
      trials.unsure += estimate->polarity == 0 ? 1 : 0;
      trials.wrong_polarity += estimate->polarity * gain < 0.0 ? 1 : 0;
    }
  }
  trials.rms = std::sqrt(trials.rms);
  return trials;
}

Refusal::Reason reason(const analysis::Measured<DelayEstimate>& estimate) {
  REQUIRE(!estimate);
  CHECK(!estimate.error().detail.empty());
  return estimate.error().reason;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "delay: a noise-free fractional delay is found within 1e-6 sample, gain within 0.001 dB") {
    const auto reference = signals::chirp(marker(24000), kRate);
    for (const double truth : {-37.25, 0.0, 0.5, 1000.37}) {
      const auto recording =
          closed_form::to_float(chirp_through({.delay = truth, .gain = 0.25}, 24000));
      const auto estimate = estimate_delay(reference, recording, kRate, kNear);
      REQUIRE(estimate);
      // The copy that begins before the recording does has lost its first samples.
      CHECK(std::abs(estimate->delay_samples - truth) < (truth < 0.0 ? 1e-4 : 1e-6));
      CHECK(std::abs(estimate->peak_delay_samples - truth) < 1e-4);
      CHECK(estimate->polarity == 1);
      CHECK(estimate->gain_db == doctest::Approx(-12.0412).epsilon(0.001 / 12.0));
      CHECK(std::abs(estimate->ac_corner_hz) < 0.01);
      CHECK(estimate->snr_db > 60.0);
    }
  }

  TEST_CASE(
      "delay: 20 Hz AC coupling moves the estimate by less than 2e-6 sample and reads 20 Hz within "
      "0.01; two 3 Hz stages read 6 Hz; the bare peak is off by more than 0.003") {
    const auto reference = signals::chirp(marker(24000), kRate);
    struct Case {
      std::vector<double> corners;
      double sum;
    };
    for (const Case& c : {Case{{20.0}, 20.0}, Case{{3.0, 3.0}, 6.0}, Case{{10.0, 10.0}, 20.0}}) {
      const auto recording = closed_form::to_float(
          chirp_through({.delay = 1000.37, .ac_corners_hz = c.corners}, 24000));
      const auto estimate = estimate_delay(reference, recording, kRate, kNear);
      REQUIRE(estimate);
      CHECK(std::abs(estimate->delay_samples - 1000.37) < 2e-6);
      CHECK(estimate->ac_corner_hz == doctest::Approx(c.sum).epsilon(0.01 / c.sum));
      if (c.sum == 20.0) CHECK(std::abs(estimate->peak_delay_samples - 1000.37) > 0.003);
    }
  }

  TEST_CASE("delay: the same accuracy at 44.1, 88.2, 96 and 192 kHz") {
    for (const std::int32_t hz : {44100, 88200, 96000, 192000}) {
      const SampleRate rate{hz};
      signals::ChirpSpec spec = marker(hz / 2);
      const auto reference = signals::chirp(spec, rate);
      const auto recording = closed_form::to_float(
          closed_form::record(closed_form::chirp(spec, rate), {.delay = 321.77}, rate, hz));
      const auto estimate = estimate_delay(reference, recording, rate, kNear);
      REQUIRE(estimate);
      CHECK(std::abs(estimate->delay_samples - 321.77) < 1e-6);
    }
  }

  TEST_CASE("delay: snr_db reads 40, 20 and 0 dB within 0.5 dB") {
    const auto reference = signals::chirp(marker(24000), kRate);
    for (const double snr_db : {40.0, 20.0, 0.0}) {
      const double noise = chirp_rms(24000) * std::pow(10.0, -snr_db / 20.0);
      const auto recording =
          closed_form::with_noise(chirp_through({.delay = 100.0}, 24000), noise, 9);
      const auto estimate = estimate_delay(reference, recording, kRate, kNear);
      REQUIRE(estimate);
      CHECK(std::abs(estimate->snr_db - snr_db) < 0.5);
    }
  }

  TEST_CASE("delay: hum 20 dB above the marker's own noise does not move the answer by 1e-3") {
    const auto reference = signals::chirp(marker(24000), kRate);
    auto recording = chirp_through({.delay = 1000.37}, 24000);
    for (std::size_t n = 0; n < recording.size(); ++n) {
      for (const double hz : {50.0, 100.0, 150.0, 200.0}) {
        recording[n] += 2e-3 * std::sin(2.0 * 3.14159265 * hz / 48000.0 * static_cast<double>(n));
      }
    }
    const auto estimate =
        estimate_delay(reference, closed_form::with_noise(recording, 2e-4, 3), kRate, kNear);
    REQUIRE(estimate);
    CHECK(std::abs(estimate->delay_samples - 1000.37) < 1e-3);
  }

  TEST_CASE("delay: refuses what cannot be measured, and says why") {
    const auto reference = signals::chirp(marker(24000), kRate);
    const auto good = closed_form::to_float(chirp_through({.delay = 700.0}, 24000));
    const std::vector<float> silence(27000, 0.0F);
    auto broken = good;
    broken[5000] = std::nanf("");
    const auto noise = closed_form::with_noise(std::vector<double>(27000, 0.0), 0.1, 4);
    std::vector<float> short_one(good.begin(), good.begin() + 11000);
    std::vector<float> burst(4000);  // 24 Hz wide around 1 kHz
    for (std::size_t n = 0; n < burst.size(); ++n) {
      const double t = static_cast<double>(n);
      burst[n] = static_cast<float>((0.5 - 0.5 * std::cos(6.2831853 * t / 4000.0)) *
                                    std::sin(6.2831853 * t / 48.0));
    }
    std::vector<float> lone_burst(400000, 0.0F);
    std::copy(burst.begin(), burst.end(), lone_burst.begin() + 200000);
    const std::vector<float> tone(lone_burst.begin() + 201000, lone_burst.begin() + 203000);
    auto twice = good;
    twice.insert(twice.end(), good.begin(), good.end());

    CHECK(reason(estimate_delay(reference, silence, kRate)) == Refusal::Reason::Silent);
    CHECK(reason(estimate_delay(silence, good, kRate)) == Refusal::Reason::Silent);
    CHECK(reason(estimate_delay(reference, broken, kRate)) == Refusal::Reason::NotFinite);
    CHECK(reason(estimate_delay(broken, good, kRate)) == Refusal::Reason::NotFinite);
    CHECK(reason(estimate_delay(reference, noise, kRate)) == Refusal::Reason::NoMatch);
    CHECK(reason(estimate_delay(reference, std::vector<float>{}, kRate, kNear)) ==
          Refusal::Reason::TooShort);
    CHECK(reason(estimate_delay(reference, short_one, kRate, {SampleCount{0}, SampleCount{100}})) ==
          Refusal::Reason::TooShort);
    CHECK(reason(estimate_delay(std::span(reference).first(50), good, kRate)) ==
          Refusal::Reason::TooShort);
    CHECK(reason(estimate_delay(burst, lone_burst, kRate)) == Refusal::Reason::Ambiguous);
    CHECK(!estimate_delay(tone, tone, kRate));
    CHECK(reason(estimate_delay(reference, twice, kRate)) == Refusal::Reason::Ambiguous);
    CHECK(reason(estimate_delay(reference, good, SampleRate{0})) == Refusal::Reason::BadParameter);
    CHECK(reason(estimate_delay(reference, good, kRate, {SampleCount{1}, SampleCount{0}})) ==
          Refusal::Reason::BadParameter);
    CHECK(reason(estimate_delay(reference, good, kRate,
                                {SampleCount{0}, SampleCount{1000}, Hertz{5000}, Hertz{100}})) ==
          Refusal::Reason::BadParameter);
    CHECK(reason(estimate_delay(reference, good, kRate, {SampleCount{0}, SampleCount{600}})) ==
          Refusal::Reason::NoMatch);
  }

  TEST_CASE("delay: not-a-number outside the searched stretch does no harm") {
    const auto reference = signals::chirp(marker(24000), kRate);
    auto recording = closed_form::to_float(chirp_through({.delay = 700.0}, 24000));
    recording.resize(200000, 0.0F);
    recording[190000] = std::nanf("");
    CHECK(estimate_delay(reference, recording, kRate, kNear));
  }
}

TEST_SUITE("slow") {
  TEST_CASE(
      "delay: rms error of a 1 s chirp behind 20 Hz AC coupling is at most 2e-5, 2e-4, 2e-3 and "
      "2e-2 sample at 60, 40, 20 and 0 dB SNR, and bias + 3 sigma at 40 dB at most 0.001") {
    struct Row {
      double snr_db;
      double rms;
    };
    for (const Row row : {Row{60.0, 2e-5}, Row{40.0, 2e-4}, Row{20.0, 2e-3}, Row{0.0, 2e-2}}) {
      const Trials trials = run_trials(48000, {20.0}, row.snr_db, 24);
      INFO("snr " << row.snr_db << " rms " << trials.rms << " bias " << trials.bias);
      CHECK(trials.rms < row.rms);
      CHECK(std::abs(trials.bias) < 1e-4 + row.rms);
      CHECK(trials.wrong_polarity + trials.unsure == 0);
      if (row.snr_db >= 40.0) CHECK(std::abs(trials.bias) + 3.0 * trials.rms < 1e-3);
    }
  }

  TEST_CASE(
      "delay: the error exceeds 4 sigma in under 1 % of 400 noisy trials, and sigma is neither 3 "
      "times too large nor 1.5 times too small") {
    int count = 0;
    int beyond = 0;
    for (const double snr_db : {50.0, 30.0, 10.0, 0.0}) {
      const Trials trials = run_trials(24000, {}, snr_db, 100);
      INFO("snr " << snr_db << " rms " << trials.rms << " sigma " << trials.mean_sigma);
      CHECK(trials.mean_sigma < 3.0 * trials.rms);
      CHECK(trials.mean_sigma > trials.rms / 1.5);
      CHECK(trials.wrong_polarity + trials.unsure == 0);
      count += trials.count;
      beyond += trials.beyond_4_sigma;
    }
    CHECK(count == 400);
    CHECK(beyond < 4);
  }

  TEST_CASE("delay: a lag of 10 s either way is found in the default search") {
    const auto reference = signals::chirp(marker(24000), kRate);
    const auto late = closed_form::to_float(closed_form::record(
        closed_form::chirp(marker(24000), kRate), {.delay = 479990.25}, kRate, 510000));
    const auto estimate = estimate_delay(reference, late, kRate);
    REQUIRE(estimate);
    CHECK(std::abs(estimate->delay_samples - 479990.25) < 1e-6);

    std::vector<float> long_reference(479000, 0.0F);
    long_reference.insert(long_reference.end(), reference.begin(), reference.end());
    const auto early = closed_form::to_float(chirp_through({.delay = 10.5}, 24000));
    const auto back = estimate_delay(long_reference, early, kRate);
    // At least half of the reference must lie inside the recording: here it does not.
    CHECK(!back);
  }
}
