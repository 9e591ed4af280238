// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/cross_spectrum.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

TEST_SUITE("unit") {
  TEST_CASE("cross spectrum: a copy d samples after the lag has phase -w d, within 1e-4 rad") {
    signals::Random random(1);
    std::vector<double> reference(700);
    for (double& sample : reference) sample = random.normal();
    for (const int late : {-3, 0, 5}) {
      std::vector<float> recording(2000, 0.0F);
      for (std::size_t i = 0; i < reference.size(); ++i) {
        recording[static_cast<std::size_t>(600 + late) + i] = static_cast<float>(reference[i]);
      }

      const CrossSpectrum spectrum = cross_spectrum(reference, recording, 600, 20);

      for (std::size_t k = 0; k < spectrum.omega.size(); ++k) {
        const double off = std::arg(spectrum.cross[k]) + spectrum.omega[k] * late;
        CHECK(std::abs(std::remainder(off, 2.0 * std::numbers::pi)) < 1e-4);
      }
      CHECK(spectrum.omega.front() > 0.0);
      CHECK(spectrum.omega.back() < std::numbers::pi);
    }
  }

  TEST_CASE("cross spectrum: a band keeps exactly the bins inside it, an empty one keeps none") {
    const std::vector<double> reference(64, 1.0);
    const CrossSpectrum spectrum = cross_spectrum(reference, std::vector<float>(64, 1.0F), 0, 0);
    const CrossSpectrum band = band_of(spectrum, 0.5, 1.0);
    REQUIRE(!band.omega.empty());
    CHECK(band.omega.front() >= 0.5);
    CHECK(band.omega.back() <= 1.0);
    CHECK(band.omega.size() == 5);  // bins 6 .. 10 of 64: w = 0.589 .. 0.982
    CHECK(band.cross.size() == 5);
    CHECK(band_of(spectrum, 3.5, 4.0).omega.empty());
  }
}
