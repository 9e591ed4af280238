// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/burst_response.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include "signals/level.hpp"
#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::burst_response;
using analysis::BurstResponse;
using analysis::Placement;
using analysis::Refusal;
using signals::ToneBurstSpec;

namespace {

const SampleRate kRate{48000};

ToneBurstSpec burst_at(double hz) {
  ToneBurstSpec spec;
  spec.frequency = Hertz{hz};
  spec.gap = SampleCount{4800};
  return spec;
}

/// y from x and the seconds since the burst began and since it ended (negative: not yet).
using Amp = std::function<double(double x, double since_burst, double since_tail)>;

std::vector<double> rendered(const ToneBurstSpec& spec, const Placement& place, const Amp& amp) {
  const auto layout = signals::tone_burst_layout(spec, kRate);
  std::vector<double> y(static_cast<std::size_t>(place.position(layout.length)), 0.0);
  for (std::size_t m = 0; m < y.size(); ++m) {
    const double n = (static_cast<double>(m) - place.delay_samples) / place.stretch();
    const auto at = [&](SampleCount c) { return n - static_cast<double>(c.value()); };
    if (at(layout.pilot) < 0.0 || at(layout.end) >= 0.0) continue;
    const bool loud = at(layout.burst) >= 0.0 && at(layout.tail) < 0.0;
    const double a = amplitude(loud ? spec.burst_level : spec.pilot_level);
    const double phase =
        2.0 * std::numbers::pi * at(layout.pilot) / static_cast<double>(layout.period.value());
    y[m] = amp(a * std::sin(phase), at(layout.burst) / 48000.0, at(layout.tail) / 48000.0);
  }
  return y;
}

constexpr double kAttack = 0.060;
constexpr double kRelease = 0.200;
constexpr double kSagged = 0.7;     ///< Gain after a long burst.
constexpr double kAtEnd = kSagged;  ///< 1 s is 16 time constants.

/// Sag in closed form (measurement.md 7.1, case 14): gain 1 -> 0.7 with 60 ms, back with 200 ms.
double sag(double x, double since_burst, double since_tail) {
  double gain = 1.0;
  if (since_tail >= 0.0) {
    gain = 1.0 - (1.0 - kAtEnd) * std::exp(-since_tail / kRelease);
  } else if (since_burst >= 0.0) {
    gain = kSagged + (1.0 - kSagged) * std::exp(-since_burst / kAttack);
  }
  return 0.8 * gain * x;
}

double db(double ratio) { return 20.0 * std::log10(ratio); }

/// Noise 60 dB below the burst's rms.
double noise_at(double snr_db) {
  return 0.8 * kSagged * amplitude(DbFsPeak{-1.0}) / std::numbers::sqrt2 *
         std::pow(10.0, -snr_db / 20.0);
}

/// Coupling delays the envelope a little: what is read at the burst's first sample moves with it.
void check_sag(const BurstResponse& response, double tolerance, double offset_db,
               double depth_db = 0.02) {
  REQUIRE(response.attack.resolved);
  REQUIRE(response.release.resolved);
  CHECK(response.attack.tau_s == doctest::Approx(kAttack).epsilon(tolerance));
  CHECK(response.release.tau_s == doctest::Approx(kRelease).epsilon(tolerance));
  CHECK(std::abs(response.attack.change - db(kSagged)) < depth_db);
  CHECK(std::abs(response.attack.start - db(0.8) - offset_db) < depth_db);
  CHECK(std::abs(response.release.end - db(0.8) - offset_db) < 0.01);
  CHECK(std::abs(response.release.change + db(kSagged)) < 0.03);
}

Refusal::Reason reason(const analysis::Measured<BurstResponse>& response) {
  REQUIRE(!response);
  CHECK_FALSE(response.error().detail.empty());
  return response.error().reason;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "burst: sag of 60 ms attack and 200 ms release within 1 % at 60 dB SNR, depth 0.02 dB") {
    for (const double hz : {110.0, 1000.0}) {
      const ToneBurstSpec spec = burst_at(hz);
      const Placement place{777.3, 0.0};
      const auto clean = rendered(spec, place, sag);
      const auto exact = burst_response(spec, closed_form::to_float(clean), kRate, place);
      REQUIRE(exact);
      check_sag(*exact, 0.0005, 0.0);
      for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const auto noisy = burst_response(
            spec, closed_form::with_noise(clean, noise_at(60.0), seed), kRate, place);
        REQUIRE(noisy);
        check_sag(*noisy, 0.01, 0.0);
        CHECK(std::abs(noisy->attack.tau_s - kAttack) < 4.0 * noisy->attack.tau_sigma_s);
        CHECK(std::abs(noisy->release.tau_s - kRelease) < 4.0 * noisy->release.tau_sigma_s);
        CHECK(noisy->attack.t63_s == doctest::Approx(kAttack).epsilon(0.1));
        CHECK(noisy->attack.t90_s == doctest::Approx(kAttack * std::log(10.0)).epsilon(0.1));
        CHECK(noisy->release.t90_s == doctest::Approx(kRelease * std::log(10.0)).epsilon(0.1));
      }
    }
  }

  TEST_CASE("burst: the same at 50 ppm and behind 20 Hz AC coupling") {
    for (const double hz : {110.0, 1000.0}) {
      const ToneBurstSpec spec = burst_at(hz);
      const Placement place{500.5, 50.0};
      auto wet = rendered(spec, place, sag);
      closed_form::high_pass(wet, 20.0, 48000.0);
      const auto response =
          burst_response(spec, closed_form::with_noise(wet, noise_at(60.0), 3), kRate, place);
      REQUIRE(response);
      check_sag(*response, 0.01, -db(std::hypot(1.0, 20.0 / response->frequency.value())), 0.04);
    }
  }

  TEST_CASE("burst: no sag is claimed where there is none, with noise, coupling and distortion") {
    for (const double hz : {110.0, 1000.0}) {
      const ToneBurstSpec spec = burst_at(hz);
      const Placement place{100.0, 0.0};
      auto wet = rendered(spec, place, [](double x, double, double) {
        return 0.5 * std::tanh(3.0 * x) + 0.05 * x * x;
      });
      closed_form::high_pass(wet, 20.0, 48000.0);
      int claims = 0;
      for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const auto response =
            burst_response(spec, closed_form::with_noise(wet, 1e-4, seed), kRate, place);
        REQUIRE(response);
        if (response->attack.resolved && std::abs(response->attack.change) > 0.01) ++claims;
        if (response->release.resolved && std::abs(response->release.change) > 0.05) ++claims;
        CHECK(std::abs(response->before.gain_db - response->at_rest.gain_db) <
              4.0 * std::hypot(response->before.gain_sigma_db, response->at_rest.gain_sigma_db));
      }
      CHECK(claims == 0);
    }
  }

  TEST_CASE("burst: bias that shifts and recovers in 100 ms: H2 after and before, DC's own tau") {
    const ToneBurstSpec spec = burst_at(1000.0);
    const Placement place{300.0, 0.0};
    const auto clean = rendered(spec, place, [](double x, double, double since_tail) {
      const double shifted = since_tail >= 0.0 ? std::exp(-since_tail / 0.1) : 0.0;
      return 0.5 * (x + (0.5 + 1.0 * shifted) * x * x) + 0.02 * shifted;
    });
    const auto response =
        burst_response(spec, closed_form::with_noise(clean, 1e-6, 2), kRate, place);
    REQUIRE(response);
    const double a = amplitude(spec.pilot_level);
    CHECK(std::abs(response->before.h2_dbc - db(0.25 * a)) < 0.01);
    CHECK(std::abs(response->at_rest.h2_dbc - db(0.25 * a)) < 0.01);
    // Over 50 ms from 5 ms on, the shift averages 0.1 / 0.05 (exp(-0.05) - exp(-0.55)).
    const double average = 2.0 * (std::exp(-0.05) - std::exp(-0.55));
    CHECK(std::abs(response->after.h2_dbc - db((0.5 + average) * 0.5 * a)) < 0.1);
    CHECK(std::abs(response->after.gain_db - response->before.gain_db) < 0.01);
    REQUIRE(response->dc_release.resolved);
    CHECK(response->dc_release.tau_s == doctest::Approx(0.1).epsilon(0.01));
    CHECK(response->dc_release.start == doctest::Approx(0.02 + 0.25 * a * a * 1.5).epsilon(0.01));
    CHECK(response->envelope.front().time_s == doctest::Approx(-0.5).epsilon(0.01));
    CHECK(std::isnan(response->envelope.front().gain_db));
    const auto& quiet = response->envelope[2];
    CHECK(std::abs(quiet.harmonics_dbc[0] - db(0.25 * a)) < 0.05);
  }

  TEST_CASE("burst: refuses what is not this burst, and says why") {
    const ToneBurstSpec spec = burst_at(1000.0);
    const Placement place{0.0, 0.0};
    const auto good = closed_form::to_float(rendered(spec, place, sag));
    REQUIRE(burst_response(spec, good, kRate, place));
    CHECK(reason(burst_response(spec, std::vector<float>(good.size(), 0.0F), kRate, place)) ==
          Refusal::Reason::Silent);
    CHECK(reason(burst_response(spec, std::span(good).first(60000), kRate, place)) ==
          Refusal::Reason::TooShort);
    auto broken = good;
    broken[70000] = std::nanf("");
    CHECK(reason(burst_response(spec, broken, kRate, place)) == Refusal::Reason::NotFinite);
    auto clipped = good;
    for (float& x : clipped) x = std::clamp(2.0F * x, -1.0F, 1.0F);
    CHECK(reason(burst_response(spec, clipped, kRate, place)) == Refusal::Reason::Clipped);
    CHECK(reason(burst_response(burst_at(1300.0), good, kRate, place)) == Refusal::Reason::NoMatch);
    CHECK(reason(burst_response(spec, good, kRate, {std::nan(""), 0.0})) ==
          Refusal::Reason::BadParameter);
    CHECK(reason(burst_response(spec, good, kRate, place, {1, SampleCount{0}})) ==
          Refusal::Reason::BadParameter);
    CHECK(reason(burst_response(spec, good, kRate, place, {5, SampleCount{20000}})) ==
          Refusal::Reason::BadParameter);
  }
}
