// SPDX-License-Identifier: GPL-3.0-or-later
// analysis/delay.hpp on channels that are no copy of the stimulus: filtered, distorted, inverted.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/delay.hpp"
#include "signals/chirp.hpp"
#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::estimate_delay;

namespace {

const SampleRate kRate{48000};
const signals::ChirpSpec kMarker{};

struct Amp {
  double high_pass_hz;
  double drive;  ///< Of a tanh; 0 = clean.
  std::vector<double> low_pass_hz;
};

/// The two distorting amps of measurement.md 3.4, milder and harder ones.
const std::vector<Amp> kAmps{
    {80.0, 0.0, {8000.0}},        {80.0, 5.0, {5000.0, 5000.0}},   {300.0, 100.0, {5000.0, 5000.0}},
    {300.0, 1000.0, {5000.0}},    {120.0, 20.0, {3000.0, 3000.0}}, {500.0, 50.0, {4000.0, 4000.0}},
    {80.0, 1.0, {2000.0, 2000.0}}};

std::vector<double> through(const Amp& amp, double delay, double sign) {
  auto x = closed_form::record(closed_form::chirp(kMarker, kRate), {.delay = delay, .gain = 10.0},
                               kRate, 27000);
  closed_form::high_pass(x, amp.high_pass_hz, 48000.0);
  if (amp.drive > 0.0) {
    for (double& sample : x) sample = std::tanh(amp.drive * sample);
  }
  for (const double corner : amp.low_pass_hz) closed_form::low_pass(x, corner, 48000.0);
  for (double& sample : x) sample *= sign;
  return x;
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE(
      "delay: through seven amps, clean to clipped, upright and inverted, polarity is right in all "
      "trials at 20 dB SNR and never wrong at 0 dB") {
    const auto reference = signals::chirp(kMarker, kRate);
    int unsure_at_0_db = 0;
    for (const Amp& amp : kAmps) {
      for (const double sign : {1.0, -1.0}) {
        const auto clean = through(amp, 1000.37, sign);
        const double loudness = closed_form::rms(std::span(clean).subspan(1000, 24000));
        for (const double snr_db : {20.0, 0.0}) {
          for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            const double noise = loudness * std::pow(10.0, -snr_db / 20.0);
            const auto estimate =
                estimate_delay(reference, closed_form::with_noise(clean, noise, seed), kRate,
                               {SampleCount{-500}, SampleCount{3000}});
            INFO("amp " << amp.high_pass_hz << " Hz, drive " << amp.drive << ", snr " << snr_db);
            REQUIRE(estimate);
            CHECK(estimate->polarity * sign >= 0.0);
            if (snr_db == 20.0) CHECK(estimate->polarity != 0);
            if (estimate->polarity == 0) ++unsure_at_0_db;
          }
        }
      }
    }
    CHECK(unsure_at_0_db <= 4);
  }

  TEST_CASE(
      "delay: moving the take by 0.6 sample moves the answer of each amp by 0.6 +- 0.03: what the "
      "amp adds is common") {
    const auto reference = signals::chirp(kMarker, kRate);
    for (const Amp& amp : kAmps) {
      std::vector<double> delays;
      for (const double shift : {0.0, 0.6}) {
        const auto estimate =
            estimate_delay(reference, closed_form::to_float(through(amp, 1000.37 + shift, 1.0)),
                           kRate, {SampleCount{-500}, SampleCount{3000}});
        REQUIRE(estimate);
        delays.push_back(estimate->delay_samples);
        CHECK(std::abs(estimate->delay_samples - 1000.37 - shift) < 6.0);
      }
      CHECK(std::abs(delays[1] - delays[0] - 0.6) < 0.03);
    }
  }
}

TEST_SUITE("unit") {
  TEST_CASE("delay: a channel turned by 90 degrees has no polarity, and says so") {
    // A Hilbert transformer in closed form: the chirp with a cosine in place of the sine.
    signals::ChirpSpec spec;
    const double growth = 24000.0 / 48000.0 / std::log(spec.to.value() / spec.from.value());
    const auto upright = closed_form::chirp(spec, kRate);
    const auto turned = [&](double n) {
      if (n < 480.0 || n > 23500.0) return upright(n);
      const double cycles = spec.from.value() * growth * std::expm1(n / 48000.0 / growth);
      return std::pow(10.0, -1.0) * std::cos(2.0 * 3.14159265358979 * cycles);
    };
    const auto recording =
        closed_form::to_float(closed_form::record(turned, {.delay = 500.0}, kRate, 27000));
    const auto estimate = estimate_delay(signals::chirp(spec, kRate), recording, kRate,
                                         {SampleCount{0}, SampleCount{2000}});
    REQUIRE(estimate);
    CHECK(estimate->polarity == 0);
  }
}
