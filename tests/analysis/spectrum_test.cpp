// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/spectrum.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::power_spectrum;
using analysis::Refusal;
using analysis::third_octave_levels;

namespace {

constexpr SampleRate kRate{48000};

std::vector<float> tone(double hz, double peak, std::size_t length) {
  std::vector<float> x(length);
  for (std::size_t n = 0; n < length; ++n) {
    x[n] = static_cast<float>(
        peak * std::sin(2.0 * std::numbers::pi * hz / 48000.0 * static_cast<double>(n)));
  }
  return x;
}

std::vector<float> white(double rms, std::size_t length) {
  return closed_form::with_noise(std::vector<double>(length, 0.0), rms, 6);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("spectrum: white noise has its variance over half the rate as density, within 0.1 dB") {
    const auto spectrum = power_spectrum(white(0.01, 192000), kRate, 4800);
    REQUIRE(spectrum);
    const double power = spectrum->power_between(Hertz{1000.0}, Hertz{21000.0});
    CHECK(10.0 * std::log10(power / (1e-4 * 20000.0 / 24000.0)) ==
          doctest::Approx(0.0).epsilon(0.1));
    CHECK(spectrum->step.value() == 10.0);
    CHECK(spectrum->density.size() == 2401);
  }

  TEST_CASE(
      "spectrum: a sine on or between bins has half its peak squared as power, within 0.01 dB") {
    for (const double hz : {1000.0, 1004.7}) {
      const auto spectrum = power_spectrum(tone(hz, 0.1, 96000), kRate, 4800);
      REQUIRE(spectrum);
      const double power = spectrum->power_between(Hertz{800.0}, Hertz{1200.0});
      CHECK(std::abs(10.0 * std::log10(power / 0.005)) < 0.01);
    }
  }

  TEST_CASE("spectrum: DC does not leak into the lowest bins") {
    auto x = white(1e-5, 96000);
    for (float& sample : x) sample += 0.01F;
    const auto spectrum = power_spectrum(x, kRate, 48000);
    REQUIRE(spectrum);
    CHECK(spectrum->power_between(Hertz{0.0}, Hertz{5.0}) < 1e-12);
  }

  TEST_CASE(
      "spectrum: third octaves of white noise within 0.3 dB above 200 Hz in 4 s, from 25 Hz up") {
    const auto bands = third_octave_levels(white(0.001, 192000), kRate);
    REQUIRE(bands);
    CHECK(bands->front().centre.value() == doctest::Approx(24.8).epsilon(0.01));
    CHECK(bands->back().centre.value() == doctest::Approx(20158.7).epsilon(0.001));
    for (const auto& band : *bands) {
      if (band.centre.value() < 200.0) continue;
      const double width = band.centre.value() * (std::exp2(1.0 / 6.0) - std::exp2(-1.0 / 6.0));
      const double expected = -60.0 + 10.0 * std::log10(width / 24000.0);
      CHECK(std::abs(band.level.value() - expected) < (band.centre.value() < 1000.0 ? 0.6 : 0.3));
    }
  }

  TEST_CASE("spectrum: a tone of -40 dBFS rms reads -40 in its own band within 0.01 dB") {
    const auto bands = third_octave_levels(tone(1000.0, 0.01 * std::sqrt(2.0), 96000), kRate);
    REQUIRE(bands);
    for (const auto& band : *bands) {
      const bool own = std::abs(band.centre.value() - 1000.0) < 1.0;
      if (own) CHECK(std::abs(band.level.value() + 40.0) < 0.01);
      if (!own) CHECK(band.level.value() < -100.0);
    }
  }

  TEST_CASE("spectrum: exact silence reads -inf, short stretches start at higher bands") {
    const auto silent = third_octave_levels(std::vector<float>(48000, 0.0F), kRate);
    REQUIRE(silent);
    CHECK(std::isinf(silent->front().level.value()));
    const auto brief = third_octave_levels(white(0.01, 4800), kRate);
    REQUIRE(brief);
    CHECK(brief->front().centre.value() > 80.0);
  }

  TEST_CASE("spectrum: refuses too little, not-a-number and no rate") {
    const std::vector<float> x(48000, 0.1F);
    auto broken = x;
    broken[5] = std::nanf("");
    CHECK(third_octave_levels(std::span(x).first(100), kRate).error().reason ==
          Refusal::Reason::TooShort);
    CHECK(third_octave_levels(broken, kRate).error().reason == Refusal::Reason::NotFinite);
    CHECK(third_octave_levels(x, SampleRate{0}).error().reason == Refusal::Reason::BadParameter);
    CHECK(power_spectrum(x, kRate, 4).error().reason == Refusal::Reason::BadParameter);
    CHECK(power_spectrum(x, kRate, 50000).error().reason == Refusal::Reason::TooShort);
  }
}
