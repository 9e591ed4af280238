// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/phase_fit.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

namespace {

constexpr std::array kAll{PhaseTerm::Delay, PhaseTerm::Ac, PhaseTerm::AcCubic, PhaseTerm::Constant};

/// Power falls 3 dB an octave over 1000 bins; noise of `relative` times the strongest amplitude.
CrossSpectrum spectrum_of(const PhaseFit& truth, double relative, std::uint64_t seed) {
  signals::Random random(seed);
  CrossSpectrum spectrum;
  for (int k = 1; k <= 1000; ++k) {
    const double omega = 0.0013 * (10.0 + k);
    const double power = 1.0 / omega;
    const std::complex<double> heard =
        std::sqrt(power) * std::polar(1.0, model_phase(truth, omega)) +
        relative * std::complex<double>(random.normal(), random.normal());
    spectrum.omega.push_back(omega);
    spectrum.cross.push_back(heard * std::sqrt(power));
    spectrum.reference_power.push_back(power);
    spectrum.recording_power.push_back(std::norm(heard));
  }
  return spectrum;
}

PhaseFit truth_of(double delay, double ac, double cubic, double constant) {
  PhaseFit fit;
  fit.value = {delay, ac, cubic, constant};
  return fit;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("phase fit: recovers delay, both AC terms and the constant to 1e-9 without noise") {
    const PhaseFit truth = truth_of(0.42, 0.003, -2e-8, 0.3);
    const CrossSpectrum spectrum = spectrum_of(truth, 0.0, 1);
    const std::vector<double> even(spectrum.omega.size(), 1.0);

    const PhaseFit fit = fit_phase(spectrum, even, {}, kAll);

    CHECK(fit.converged);
    for (std::size_t i = 0; i < kPhaseTerms; ++i) {
      CHECK(fit.value[i] == doctest::Approx(truth.value[i]).epsilon(1e-9));
    }
    CHECK(fit.coherence == doctest::Approx(1.0).epsilon(1e-12));
  }

  TEST_CASE("phase fit: terms that are not free keep their value and get no sigma") {
    const CrossSpectrum spectrum = spectrum_of(truth_of(0.2, 0.0, 0.0, 0.1), 0.01, 2);
    const std::vector<double> even(spectrum.omega.size(), 1.0);
    const PhaseFit fit =
        fit_phase(spectrum, even, truth_of(0.0, 0.0, 0.0, 0.1), std::array{PhaseTerm::Delay});
    CHECK(fit[PhaseTerm::Constant] == 0.1);
    CHECK(fit.sigma_of(PhaseTerm::Constant) == 0.0);
    CHECK(fit.sigma_of(PhaseTerm::Delay) > 0.0);
  }

  TEST_CASE("phase fit: sigma is the scatter of the result, within 15 % over 400 trials") {
    const PhaseFit truth = truth_of(0.2, 0.002, 0.0, 0.0);
    double squared_error = 0.0;
    double mean_sigma = 0.0;
    constexpr int kTrials = 400;
    for (std::uint64_t seed = 1; seed <= kTrials; ++seed) {
      const CrossSpectrum spectrum = spectrum_of(truth, 0.5, seed);
      const std::vector<double> even(spectrum.omega.size(), 1.0);
      const PhaseFit fit =
          fit_phase(spectrum, even, {}, std::array{PhaseTerm::Delay, PhaseTerm::Ac});
      squared_error += std::pow(fit[PhaseTerm::Delay] - 0.2, 2) / kTrials;
      mean_sigma += fit.sigma_of(PhaseTerm::Delay) / kTrials;
    }
    CHECK(mean_sigma == doctest::Approx(std::sqrt(squared_error)).epsilon(0.15));
  }
}
