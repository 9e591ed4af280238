// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/take_measurement.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "rig/measure/headline_figures.hpp"
#include "signals/level.hpp"
#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using signals::MeasurementProgramme;

namespace {

constexpr double kA2 = 0.3;
constexpr double kA3 = 0.2;
constexpr int kLate = 4;

/// y = x + a2 x^2 + a3 x^3, `kLate` samples late, with white noise of -100 dBFS rms.
std::vector<float> polynomial_take(const MeasurementProgramme& programme) {
  signals::Random random{7};
  std::vector<float> take(programme.stimulus.samples.size(), 0.0F);
  for (std::size_t n = 0; n < take.size(); ++n) {
    const double x = n < kLate ? 0.0 : static_cast<double>(programme.stimulus.samples[n - kLate]);
    take[n] = static_cast<float>(x + kA2 * x * x + kA3 * x * x * x + 1e-5 * random.normal());
  }
  return take;
}

double db(double ratio) { return 20.0 * std::log10(ratio); }

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "take measurement: every part of both suites agrees with the polynomial's closed form") {
    for (const auto suite : {signals::Suite::Quick, signals::Suite::Full}) {
      const auto programme = signals::measurement_programme({.suite = suite});
      const auto measured = measure_take(programme, polynomial_take(programme), kLate);
      const double a = amplitude(DbFsPeak{-12.0});
      const double h1 = a + 0.75 * kA3 * a * a * a;
      const double h2 = 0.5 * kA2 * a * a;
      const double h3 = 0.25 * kA3 * a * a * a;

      CHECK(measured.tones.size() == (suite == signals::Suite::Full ? 4 : 2));
      for (const ToneResult& tone : measured.tones) {
        CAPTURE(tone.spec.frequency.value());
        REQUIRE(tone.figures);
        CHECK(std::abs(tone.figures->harmonics[0].level_dbfs_peak - db(h1)) < 0.001);
        CHECK(std::abs(tone.figures->harmonics[1].level_dbc - db(h2 / h1)) < 0.01);
        CHECK(std::abs(tone.figures->harmonics[2].level_dbc - db(h3 / h1)) < 0.03);
        CHECK_FALSE(tone.figures->harmonics[5].measured);
      }

      REQUIRE(measured.sweep);
      REQUIRE(measured.sweep->figures);
      for (const auto& point : measured.distortion) {
        if (point.excitation_hz < 100.0 || point.excitation_hz > 5000.0) continue;
        CHECK(std::abs(point.thd_f_db - db(std::hypot(h2, h3) / h1)) < 0.1);
      }

      // f2 +- f1: a2 A1 A2 each, over f2's own amplitude.
      REQUIRE(measured.pairs.size() == (suite == signals::Suite::Full ? 5 : 1));
      REQUIRE(measured.pairs.front().figures);
      const double low = 0.8 * a;
      const double high = 0.2 * a;
      const double at_f2 = high + kA3 * (0.75 * high * high * high + 1.5 * high * low * low);
      REQUIRE(measured.pairs.front().figures->d_m2);
      CHECK(measured.pairs.front().figures->d_m2->ratio ==
            doctest::Approx(2.0 * kA2 * low * high / at_f2).epsilon(0.002));

      REQUIRE(measured.ladder);
      REQUIRE(measured.ladder->figures);
      const auto& top = measured.ladder->figures->curves.back().up.back();
      CHECK(std::abs(top.gain_db - db(h1 / a)) < 0.005);

      CHECK(measured.bursts.size() == (suite == signals::Suite::Full ? 2 : 0));
      for (const BurstResult& burst : measured.bursts) {
        REQUIRE(burst.figures);
        CHECK_FALSE(burst.figures->attack.resolved);  // no memory, no sag
      }

      CHECK(measured.multisine.has_value() == (suite == signals::Suite::Full));
      if (measured.multisine) {
        // Gaussian input: gain 1 + 3 a3 s^2, even power 2 a2^2 s^4 (measurement.md 4.1).
        REQUIRE(measured.multisine->figures);
        const auto& split = measured.multisine->figures->split;
        const double s2 = std::pow(rms_amplitude(measured.multisine->spec.level), 2);
        CHECK(std::abs(10.0 * std::log10(split.even.power / (2.0 * kA2 * kA2 * s2 * s2))) < 0.3);
        CHECK(std::abs(10.0 * std::log10(split.linear / s2) - db(1.0 + 3.0 * kA3 * s2)) < 0.02);
      }

      for (const auto* idle : {&measured.idle_before, &measured.idle_after}) {
        REQUIRE(*idle);
        // 20 Hz - 20 kHz of a white noise of -100 dBFS rms at 48 kHz.
        CHECK(std::abs((*idle)->with_hum.unweighted.level.value() + 100.0 + 0.8) < 0.2);
      }
      REQUIRE(measured.noise_change);
      CHECK_FALSE(measured.noise_change->significant);
    }
  }

  TEST_CASE(
      "take measurement: a silent take and one that ends too soon give refusals, no figures") {
    const auto programme = signals::measurement_programme({});
    const std::vector<float> silent(programme.stimulus.samples.size(), 0.0F);
    const auto nothing = measure_take(programme, silent, 0.0);
    for (const ToneResult& tone : nothing.tones) CHECK_FALSE(tone.figures);
    for (const PairResult& pair : nothing.pairs) CHECK_FALSE(pair.figures);
    CHECK_FALSE(nothing.sweep->figures);
    CHECK_FALSE(nothing.ladder->figures);
    CHECK_FALSE(nothing.idle_before);
    for (const HeadlineFigure& figure : headline_figures(nothing)) {
      CHECK(std::isnan(figure.value));
    }
    const auto cut = measure_take(programme, std::vector<float>(48000, 0.0F), 0.0);
    CHECK_FALSE(cut.tones.front().figures);
    CHECK_FALSE(cut.sweep->figures);
  }

  TEST_CASE("take measurement: against the loopback the interface's own filter cancels") {
    const auto programme = signals::measurement_programme({});
    // Behind a coupling of 20 Hz (one pole) in both paths; the amp path is 7 samples longer and at
    // half the level.
    constexpr std::size_t kDelay = 500;
    constexpr std::size_t kOffset = 7;
    const double pole = std::exp(-2.0 * 3.14159265358979 * 20.0 / 48000.0);
    std::vector<float> loopback(programme.stimulus.samples.size() + 2000, 0.0F);
    std::vector<float> amp(loopback.size(), 0.0F);
    double last_in = 0.0;
    double coupled = 0.0;
    for (std::size_t n = 0; n < programme.stimulus.samples.size(); ++n) {
      const double x = programme.stimulus.samples[n];
      coupled = pole * coupled + 0.5 * (1.0 + pole) * (x - last_in);
      last_in = x;
      loopback[n + kDelay] = static_cast<float>(coupled);
      amp[n + kDelay + kOffset] = static_cast<float>(0.5 * coupled);
    }
    const std::vector<float> take(amp.begin() + kDelay + kOffset - kLate, amp.end());
    const auto measured = measure_take(programme, take, kLate,
                                       RecordedPair{amp, loopback, kDelay + kOffset, kOffset});
    REQUIRE(measured.linear);
    REQUIRE(*measured.linear);
    REQUIRE(measured.sweep->figures);
    const auto& first = measured.sweep->figures->orders.front();
    REQUIRE((*measured.linear)->points.size() == first.points.size());
    double worst_re_stimulus = 0.0;
    for (std::size_t i = 0; i < first.points.size(); ++i) {
      const auto& point = (*measured.linear)->points[i];
      CAPTURE(point.hz);
      CHECK(point.hz == doctest::Approx(first.points[i].hz));
      if (point.hz < 40.0 || point.hz > 16000.0) continue;
      CHECK(std::abs(point.level_db - db(0.5)) < 0.001);
      CHECK(std::abs(point.phase_deg) < 0.01);
      worst_re_stimulus = std::max(worst_re_stimulus, std::abs(first.points[i].level_db - db(0.5)));
    }
    CHECK(worst_re_stimulus > 0.5);  // re the stimulus the coupling is seen
    CHECK_FALSE(measure_take(programme, take, kLate).linear);
  }

  TEST_CASE("take measurement: all takes give the same headline figures in the same order") {
    const auto programme = signals::measurement_programme({});
    const auto measured = measure_take(programme, polynomial_take(programme), kLate);
    const auto series = figure_series({measured, measured});
    CHECK(series.size() == headline_figures(measured).size());
    for (const FigureSeries& figure : series) {
      CHECK(figure.values.size() == 2);
      CHECK_MESSAGE(std::isfinite(figure.values[0]), figure.name);
    }
  }
}
