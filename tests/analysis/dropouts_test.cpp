// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/dropouts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "analysis/lag_track.hpp"
#include "signals/random.hpp"

using namespace ampsweep;

namespace {

constexpr std::size_t kLate = 700;
constexpr double kGain = 0.5;

/// A low note that ebbs away over two seconds, from -12 dBFS.
std::vector<double> note() {
  std::vector<double> x;
  for (int n = 0; n < 96000; ++n) {
    x.push_back(0.25 * std::exp(-n / 30000.0) * std::sin(0.0107 * n));
  }
  return x;
}

/// The same, later and softer, in 24 bits with a converter's noise or without.
std::vector<float> returned(const std::vector<double>& x, double noise) {
  signals::Random random{2};
  std::vector<float> y(x.size() + 2000, 0.0F);
  for (std::size_t n = 0; n < y.size(); ++n) {
    const double sound = n >= kLate && n - kLate < x.size() ? kGain * x[n - kLate] : 0.0;
    y[n] =
        static_cast<float>(std::round((sound + noise * random.normal()) * 8388608.0) / 8388608.0);
  }
  return y;
}

std::vector<analysis::Dropout> found_in(const std::vector<float>& y) {
  return analysis::find_dropouts(note(), y, {kLate + 0.4, 0.0, kGain});
}

/// 220 Hz in bursts of 0.1 s between exact zeros; each begins and ends at full swing.
double burst_at(double n) {
  const double within = std::fmod(n, 9600.0);
  return n >= 0.0 && within < 4800.0 ? 0.25 * std::cos(0.0288 * n) : 0.0;
}

/// 20 Hz rising to 90 within 20 s, in codes of 16 bits and softer from octave to octave.
std::vector<float> low_sweep() {
  std::vector<float> x;
  double phase = 0.0;
  for (int n = 0; n < 960'000; ++n) {
    const double along = n / 960'000.0;
    phase += 2.0 * std::numbers::pi * 20.0 * std::pow(4.5, along) / 48000.0;
    x.push_back(
        static_cast<float>(0.3 * std::exp(-6.0 * std::fmod(5.0 * along, 1.0)) * std::sin(phase)));
  }
  return x;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("dropouts: none in a whole recording, with noise and without") {
    for (const double noise : {0.0, 1e-6, 1e-4}) CHECK(found_in(returned(note(), noise)).empty());
  }

  TEST_CASE("dropouts: a gap of zeros or of one value is found where it is, 32 samples and more") {
    for (const std::size_t length : {32U, 256U, 1024U}) {
      for (const bool zeros : {true, false}) {
        CAPTURE(length);
        auto y = returned(note(), 1e-6);
        constexpr std::size_t kAt = 40'123;
        std::fill_n(y.begin() + kAt, length, zeros ? 0.0F : y[kAt]);
        const auto found = found_in(y);
        REQUIRE(found.size() == 1);
        CHECK(found[0].at.value() == static_cast<std::int64_t>(kAt));
        CHECK(found[0].length.value() == static_cast<std::int64_t>(length));
        CHECK_FALSE(found[0].clipped);
      }
    }
  }

  TEST_CASE("dropouts: silence that was played is none") {
    std::vector<double> x(48000, 0.0);
    const std::vector<float> y(50000, 0.0F);
    CHECK(analysis::find_dropouts(x, y, {kLate, 0.0, kGain}).empty());
    x[20'000] = 0.3;  // one click that the recording does not have is a gap
    CHECK(analysis::find_dropouts(x, y, {kLate, 0.0, kGain}).size() == 1);
  }

  TEST_CASE("dropouts: two clocks 50 ppm apart make none of exact silence in 60 s") {
    std::vector<double> x;
    for (int n = 0; n < 2'880'000; ++n) x.push_back(burst_at(n));
    for (const double drift_ppm : {50.0, -50.0}) {
      CAPTURE(drift_ppm);
      std::vector<float> y;
      for (int m = 0; m < 2'882'000; ++m) {
        const double n = (m - 700.3) / (1.0 + drift_ppm * 1e-6);
        y.push_back(n < 2'880'000.0 ? static_cast<float>(0.5 * burst_at(n)) : 0.0F);
      }
      CHECK(analysis::find_dropouts(x, y, {700.3, drift_ppm, 0.5}).empty());
      std::fill_n(y.begin() + 2'873'100, 64, 0.0F);  // inside the last burst but one
      const auto found = analysis::find_dropouts(x, y, {700.3, drift_ppm, 0.5});
      REQUIRE(found.size() == 1);
      CHECK(found[0].at.value() == 2'873'100);
    }
  }

  TEST_CASE("dropouts: crests of low notes in 16 bits through 20 Hz of AC coupling are none") {
    const SampleRate rate{48000};
    const auto x = low_sweep();
    for (const bool twice : {false, true}) {  // one corner of 20 Hz, or two of 10
      CAPTURE(twice);
      auto y = analysis::through_ac_coupling(x, twice ? 10.0 : 20.0, rate);
      if (twice) {
        y = analysis::through_ac_coupling(std::vector<float>(y.begin(), y.end()), 10.0, rate);
      }
      std::vector<float> heard;
      for (const double sample : y) {
        heard.push_back(static_cast<float>(std::round(sample * 32768.0) / 32768.0));
      }
      const auto played = analysis::through_ac_coupling(x, 20.0, rate);
      CHECK(analysis::find_dropouts(played, heard, {}).empty());
    }
  }

  TEST_CASE("dropouts: an input that is overdriven is named so") {
    auto x = note();
    std::vector<float> y;
    for (const double sample : x) {
      y.push_back(static_cast<float>(std::clamp(6.0 * sample, -1.0, 32767.0 / 32768.0)));
    }
    const auto found = analysis::find_dropouts(x, y, {0.0, 0.0, 6.0});
    CHECK(found.size() > 10);
    for (const auto& gap : found) CHECK(gap.clipped);
  }
}
