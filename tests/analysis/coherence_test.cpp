// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/coherence.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

namespace {

/// Reference of power 1 in every bin; recording = path x reference + noise of power `noise`.
CrossSpectrum spectrum_of(double noise, double delay, double tilt) {
  signals::Random random(3);
  CrossSpectrum spectrum;
  for (int k = 1; k <= 4000; ++k) {
    const double omega = 3.0 * k / 4000.0;
    const std::complex<double> heard =
        std::polar(1.0 + tilt * omega, -omega * delay) +
        std::sqrt(noise / 2.0) * std::complex<double>(random.normal(), random.normal());
    spectrum.omega.push_back(omega);
    spectrum.cross.push_back(heard);
    spectrum.reference_power.push_back(1.0);
    spectrum.recording_power.push_back(std::norm(heard));
  }
  return spectrum;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("coherence: noise 20 dB below the signal is told from it within 0.3 dB") {
    PhaseFit fit;
    fit[PhaseTerm::Delay] = 0.3;
    const Coherence power = split_power(spectrum_of(0.01, 0.3, 0.0), fit);
    CHECK(10.0 * std::log10(power.signal_energy / power.noise_energy) ==
          doctest::Approx(20.0).epsilon(0.3 / 20.0));
    CHECK(power.noise.size() == 4000);
    CHECK(power.signal.size() == 4000);
  }

  TEST_CASE("coherence: a response that tilts and a delay left over are signal, not noise") {
    PhaseFit fit;
    fit[PhaseTerm::Delay] = 0.3;
    const Coherence power = split_power(spectrum_of(0.0, 0.4, 0.2), fit);
    CHECK(power.noise_energy < 1e-6 * power.signal_energy);
  }
}
