// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sweep_distortion.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "signals/level.hpp"
#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/harmonic_sweep.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;
using closed_form::Harmonic;

namespace {

const SampleRate kThdRate{48000};
const signals::SweepSpec kThdSweep{.length = SampleCount{5 * 48000}};
constexpr std::int64_t kThdLength = 5 * 48000 + 48000;

SweepResponse measured(const std::vector<Harmonic>& truth, double noise, std::vector<double> hz,
                       std::int64_t length = kThdLength) {
  const auto clean = closed_form::sweep_through_amp(kThdSweep, kThdRate, truth, 40.6, length);
  const auto response = sweep_response(kThdSweep, closed_form::with_noise(clean, noise, 5),
                                       kThdRate, 40.6, {10, std::move(hz)});
  REQUIRE(response);
  return *response;
}

/// sqrt(sum of the harmonics 2 .. highest) over the first, dB.
double thd_of(const std::vector<Harmonic>& truth, int highest) {
  double sum = 0.0;
  for (int n = 2; n <= highest && n <= static_cast<int>(truth.size()); ++n) {
    const double b = truth[static_cast<std::size_t>(n - 1)].amplitude;
    sum += b * b;
  }
  return 20.0 * std::log10(std::sqrt(sum) / std::abs(truth[0].amplitude));
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "sweep distortion: THD of atan and of a polynomial amp within 0.01 dB, with the orders "
      "that fit under 0.45 fs and no others") {
    auto atan = closed_form::atan_harmonics(10.0, 10);
    for (Harmonic& harmonic : atan) harmonic.amplitude *= 0.2;
    const auto cubic =
        closed_form::polynomial_harmonics(amplitude(kThdSweep.level), 1.0, 0.5, 0.7, 0.4);
    const std::vector<double> hz{60.0, 200.0, 1000.0, 1900.0, 3800.0, 6400.0, 12000.0};
    for (const auto& truth : {atan, cubic}) {
      const auto points = sweep_distortion(measured(truth, 0.0, hz));
      REQUIRE(points.size() == hz.size());
      for (std::size_t i = 0; i + 1 < hz.size(); ++i) {
        const int in_range = std::min(10, static_cast<int>(0.45 * 48000.0 / hz[i]));
        // Harmonics between 0.40 and 0.45 of the rate fade in this truth: these frequencies avoid
        // it.
        INFO("at " << hz[i]);
        CHECK(points[i].excitation_hz == hz[i]);
        CHECK(points[i].orders_in_range == in_range);
        CHECK(std::abs(points[i].thd_f_db - thd_of(truth, in_range)) < 0.01);
        const double f = points[i].thd_f_percent / 100.0;
        CHECK(20.0 * std::log10(f) == doctest::Approx(points[i].thd_f_db));
        CHECK(points[i].thd_r_percent == doctest::Approx(100.0 * f / std::sqrt(1.0 + f * f)));
      }
      CHECK(points.back().orders_in_range == 1);
      CHECK(std::isnan(points.back().thd_f_db));
    }
  }

  TEST_CASE(
      "sweep distortion: at 80 dB SNR 1 % is right within 0.05 dB and within 5 sigma; "
      "harmonics under the noise are named, and a wire gets a limit, no number") {
    const double a = amplitude(kThdSweep.level);
    const double noise = a / std::sqrt(2.0) * 1e-4;
    const std::vector<double> hz{80.0, 200.0, 500.0, 1000.0};
    const std::vector<Harmonic> truth{{a, 0.0}, {0.008 * a, 0.3}, {0.006 * a, 1.0}};

    for (const auto& point : sweep_distortion(measured(truth, noise, hz))) {
      INFO("at " << point.excitation_hz << ": " << point.thd_f_db << " +- " << point.sigma_db);
      CHECK(std::abs(point.thd_f_db + 40.0) < 0.05);
      CHECK(std::abs(point.thd_f_db + 40.0) < 5.0 * point.sigma_db + 0.002);
      CHECK(point.limit_db < -60.0);
      CHECK(point.orders.size() >= 2);
      CHECK(point.orders.size() + point.below_limit.size() == 9);
    }
    int numbers = 0;
    for (const auto& point : sweep_distortion(measured({{a, 0.0}}, noise, hz))) {
      if (!std::isnan(point.thd_f_db)) {
        ++numbers;  // One order in 25 passes its own limit by chance: never far.
        CHECK(point.thd_f_db < point.limit_db + 6.0);
      }
      CHECK(std::isfinite(point.limit_db));
    }
    CHECK(numbers <= 2);
  }

  TEST_CASE(
      "sweep distortion: with no silence after the sweep, empty packets stay out of the sum") {
    const double a = amplitude(kThdSweep.level);
    const auto points = sweep_distortion(
        measured({{a, 0.0}, {0.01 * a, 0.0}}, a * 1e-4, {200.0, 1000.0}, 5 * 48000 + 3000));
    for (const auto& point : points) {
      CHECK(point.limit_db == -std::numeric_limits<double>::infinity());
      CHECK(std::isnan(point.sigma_db));
      CHECK(std::find(point.orders.begin(), point.orders.end(), 2) != point.orders.end());
      CHECK(point.orders.size() <= 3);
      CHECK(std::abs(point.thd_f_db + 40.0) < 0.5);
    }
  }
}
