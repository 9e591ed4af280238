// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/knob_error.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "signals/random.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kFeatures = 6;

/// A tone control: two bands rise over the travel, one falls, the rest stand still.
std::vector<double> treble(double x) { return {0.0, 0.0, -1.0 * x * x, 4.0 * x, 9.0 * x, 0.0}; }
/// A level control: all bands alike.
std::vector<double> level(double x) { return std::vector<double>(kFeatures, 20.0 * x * x); }

using Law = std::vector<double> (*)(double);

SoundCurve curve_of(Law law) {
  std::vector<double> at;
  std::vector<std::vector<double>> heard;
  for (double x = 0.0; x <= 1.0; x += 0.125) {
    at.push_back(x);
    heard.push_back(law(x));
  }
  return {at, heard};
}

std::vector<double> displaced(Law law, double label, double error) {
  auto apart = law(label + error);
  const auto right = law(label);
  for (std::size_t f = 0; f < apart.size(); ++f) apart[f] -= right[f];
  return apart;
}

TEST_SUITE("unit") {
  TEST_CASE("knob error: a displaced knob is found, with its sign and size") {
    const std::vector<double> sigma(kFeatures, 0.05);
    const auto weights = PrintWeights::independent(sigma, 0.1);
    for (const double error : {-0.4, -0.06, 0.0, 0.03, 0.35}) {
      CAPTURE(error);
      const auto fit =
          fit_knob_error(curve_of(treble), 0.5, displaced(treble, 0.5, error), weights);
      CHECK(std::abs(fit.error - error) < 0.002);
      CHECK(fit.misfit_after < 0.05 * fit.misfit_before + 0.01);
    }
  }

  TEST_CASE("knob error: the knob that moved explains more than one that did not") {
    const auto weights = PrintWeights::independent(std::vector<double>(kFeatures, 0.05), 0.05);
    const auto heard = displaced(treble, 0.4, 0.1);
    const auto right = fit_knob_error(curve_of(treble), 0.4, heard, weights);
    const auto wrong = fit_knob_error(curve_of(level), 0.4, heard, weights);
    CHECK(right.explained() > 2.0 * wrong.explained());
  }

  TEST_CASE("knob error: its sigma is the scatter that noise causes") {
    const std::vector<double> sigma{0.2, 0.3, 0.2, 0.4, 0.1, 0.2};
    const auto weights = PrintWeights::independent(sigma, 0.0);
    const auto curve = curve_of(treble);
    signals::Random random{7};
    double square = 0.0;
    constexpr int kDraws = 150;
    for (int draw = 0; draw < kDraws; ++draw) {
      auto heard = displaced(treble, 0.5, 0.05);
      for (std::size_t f = 0; f < kFeatures; ++f) heard[f] += sigma[f] * random.normal();
      const double off = fit_knob_error(curve, 0.5, heard, weights).error - 0.05;
      square += off * off;
    }
    const double claimed = knob_error_sigma(curve, 0.5, weights);
    CHECK(std::sqrt(square / kDraws) == doctest::Approx(claimed).epsilon(0.2));
  }

  TEST_CASE("knob error: a drift common to all features hides a level knob, not a tone knob") {
    const std::vector<double> sigma(kFeatures, 0.02);
    const auto still = PrintWeights::independent(sigma, 0.0);
    const auto drifting = PrintWeights::independent(sigma, 0.5);
    const double level_still = knob_error_sigma(curve_of(level), 0.5, still);
    const double level_drifting = knob_error_sigma(curve_of(level), 0.5, drifting);
    // Slope 20 dB per travel; 0.5 dB of drift is 0.025 of the travel.
    CHECK(level_drifting == doctest::Approx(0.025).epsilon(0.02));
    CHECK(level_still < 0.05 * level_drifting);
    const double tone_drifting = knob_error_sigma(curve_of(treble), 0.5, drifting);
    CHECK(tone_drifting < 2.0 * knob_error_sigma(curve_of(treble), 0.5, still));
  }

  TEST_CASE("knob error: a knob that is not heard has no error to tell") {
    const SoundCurve silent{{0.0, 1.0},
                            {std::vector<double>(kFeatures), std::vector<double>(kFeatures)}};
    const auto weights = PrintWeights::independent(std::vector<double>(kFeatures, 0.1), 0.0);
    CHECK(std::isinf(knob_error_sigma(silent, 0.5, weights)));
    CHECK(fit_knob_error(silent, 0.5, treble(1.0), weights).explained() == 0.0);
  }
}

}  // namespace
}  // namespace ampsweep::analysis
