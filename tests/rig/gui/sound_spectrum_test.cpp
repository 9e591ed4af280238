// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/sound_spectrum.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

using namespace ampsweep;
using namespace ampsweep::rig::gui;

namespace {

constexpr SampleRate kRate{48000};
constexpr std::size_t kWindow = 4096;

std::vector<float> sine(double hz, double amplitude, std::size_t samples) {
  std::vector<float> sound(samples);
  for (std::size_t n = 0; n < samples; ++n) {
    const double phase = 2.0 * std::numbers::pi * hz * static_cast<double>(n) / kRate.value();
    sound[n] = static_cast<float>(amplitude * std::sin(phase));
  }
  return sound;
}

double highest(const TraceData& spectrum) { return spectrum.extremes(0, spectrum.size())->high; }

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("sound spectrum: a sine on a line reads its peak, at its frequency") {
    const double step = 48000.0 / kWindow;
    const auto spectrum = sound_spectrum(sine(85 * step, 0.5, 48000), kRate, kWindow);
    REQUIRE(spectrum);
    CHECK(std::abs(highest(*spectrum) + 6.0206) < 0.01);
    CHECK(spectrum->y(84) == highest(*spectrum));
    CHECK(spectrum->x(84) == doctest::Approx(85 * step));
  }

  TEST_CASE("sound spectrum: half way between two lines a sine reads 1.42 dB less") {
    const double step = 48000.0 / kWindow;
    const auto spectrum = sound_spectrum(sine(85.5 * step, 0.5, 48000), kRate, kWindow);
    REQUIRE(spectrum);
    CHECK(std::abs(highest(*spectrum) - (-6.0206 - 1.4236)) < 0.01);
  }

  TEST_CASE("sound spectrum: a short sound takes the largest window that it fills") {
    const auto spectrum = sound_spectrum(sine(1000.0, 0.5, 1000), kRate, kWindow);
    REQUIRE(spectrum);
    CHECK(spectrum->size() == 256);
    CHECK(spectrum->x(0) == doctest::Approx(48000.0 / 512));
  }

  TEST_CASE("sound spectrum: none of nothing, of too little, of what is no number") {
    CHECK(sound_spectrum({}, kRate, kWindow) == nullptr);
    CHECK(sound_spectrum(sine(1000.0, 0.5, 63), kRate, kWindow) == nullptr);
    auto broken = sine(1000.0, 0.5, 9000);
    broken[5000] = std::numeric_limits<float>::quiet_NaN();
    CHECK(sound_spectrum(broken, kRate, kWindow) == nullptr);
  }
}
