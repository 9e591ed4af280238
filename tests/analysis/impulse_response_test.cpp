// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/impulse_response.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "signals/chirp.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

TEST_SUITE("unit") {
  TEST_CASE(
      "impulse response: a gain of -6.02 dB and a delay of 123 samples are recovered within 0.1 dB "
      "and one sample") {
    const auto input = signals::chirp(signals::ChirpSpec{}, SampleRate{48000});
    std::vector<float> output(input.size() + 4000, 0.0F);
    for (std::size_t i = 0; i < input.size(); ++i) output[i + 123] = 0.5F * input[i];

    const auto h =
        impulse_response(input, output, SampleCount{1024}, SampleRate{48000}, Hertz{0.0});

    CHECK(std::abs(first_arrival(h, -1.0).value() - 123) <= 1);
    // Gain in band: |H(1 kHz)|.
    double re = 0.0;
    double im = 0.0;
    for (std::size_t n = 0; n < h.size(); ++n) {
      const double w = 2.0 * std::numbers::pi * 1000.0 / 48000.0 * static_cast<double>(n);
      re += h[n] * std::cos(w);
      im -= h[n] * std::sin(w);
    }
    CHECK(20.0 * std::log10(std::hypot(re, im)) == doctest::Approx(-6.0206).epsilon(0.1 / 6.0));
  }

  TEST_CASE("impulse response: what lies below the lowest frequency asked for is not in it") {
    // Delayed by half the length, so that the filter's ringing before and after it is kept whole.
    const auto input = signals::chirp(signals::ChirpSpec{}, SampleRate{48000});
    std::vector<float> output(input.size() + 4096, 0.0F);
    std::copy(input.begin(), input.end(), output.begin() + 2048);
    const auto h =
        impulse_response(input, output, SampleCount{4096}, SampleRate{48000}, Hertz{200.0});
    const auto gain_db = [&h](double hz) {
      double re = 0.0;
      double im = 0.0;
      for (std::size_t n = 0; n < h.size(); ++n) {
        const double w = 2.0 * std::numbers::pi * hz / 48000.0 * static_cast<double>(n);
        re += h[n] * std::cos(w);
        im -= h[n] * std::sin(w);
      }
      return 20.0 * std::log10(std::hypot(re, im));
    };
    CHECK(gain_db(60.0) < -40.0);
    CHECK(gain_db(150.0) < -40.0);
    CHECK(std::abs(gain_db(1000.0)) < 0.1);
  }

  TEST_CASE("convolve: equals the plain double sum for lengths that do not fit its blocks") {
    std::vector<float> input(5003);
    std::vector<double> h(301);
    for (std::size_t i = 0; i < input.size(); ++i)
      input[i] = static_cast<float>(std::sin(0.37 * static_cast<double>(i * i % 977)));
    for (std::size_t i = 0; i < h.size(); ++i)
      h[i] = std::cos(0.11 * static_cast<double>(i)) / static_cast<double>(i + 1);

    const auto fast = convolve(input, h);

    REQUIRE(fast.size() == input.size() + h.size() - 1);
    double worst = 0.0;
    for (std::size_t n = 0; n < fast.size(); ++n) {
      double plain = 0.0;
      for (std::size_t k = 0; k < h.size(); ++k) {
        if (n >= k && n - k < input.size()) plain += h[k] * static_cast<double>(input[n - k]);
      }
      worst = std::max(worst, std::abs(plain - static_cast<double>(fast[n])));
    }
    CHECK(worst < 1e-6);
  }

  TEST_CASE("first arrival: the first sample within the threshold of the peak, zero for silence") {
    const std::vector<double> h{0.0, 0.05, 0.2, -1.0, 0.5};
    CHECK(first_arrival(h, -20.0) == SampleCount{2});
    CHECK(first_arrival(h, -30.0) == SampleCount{1});
    CHECK(first_arrival(std::vector<double>(8, 0.0)) == SampleCount{0});
  }
}
