// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/running_spectrum.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "signals/random.hpp"

namespace ampsweep::analysis {
namespace {

TEST_SUITE("unit") {
  TEST_CASE("running spectrum: that of the whole sound, whatever the blocks") {
    signals::Random random{3};
    std::vector<float> x;
    for (int n = 0; n < 5000; ++n) x.push_back(static_cast<float>(random.normal() + 0.3));
    const auto whole = power_spectrum(x, SampleRate{48000}, 512);
    REQUIRE(whole);
    for (const std::size_t block : {1UL, 77UL, 512UL, 5000UL}) {
      CAPTURE(block);
      RunningSpectrum running{SampleRate{48000}, 512};
      for (std::size_t at = 0; at < x.size(); at += block) {
        running.add(std::span<const float>{x}.subspan(at, std::min(block, x.size() - at)));
      }
      const auto spectrum = running.spectrum();
      CHECK(running.frames() == static_cast<std::size_t>(spectrum_averages(x.size(), 512)));
      CHECK(spectrum.step == whole->step);
      REQUIRE(spectrum.density.size() == whole->density.size());
      for (std::size_t k = 2; k < spectrum.density.size(); ++k) {
        CHECK(std::abs(spectrum.density[k] / whole->density[k] - 1.0) < 1e-9);
      }
    }
  }

  TEST_CASE("running spectrum: nothing heard, nothing claimed; NaN is silence") {
    RunningSpectrum running{SampleRate{48000}, 64};
    CHECK(running.spectrum().density[3] == 0.0);
    running.add(std::vector<float>(64, std::nanf("")));
    CHECK(running.frames() == 1);
    CHECK(running.spectrum().density[3] == 0.0);
  }
}

}  // namespace
}  // namespace ampsweep::analysis
