// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/hum.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/idle_sound.hpp"

using namespace ampsweep;
using analysis::Mains;
using analysis::measure_hum;
using analysis::Refusal;

namespace {

constexpr SampleRate kHumRate{48000};
constexpr double kHumFs = 48000.0;
constexpr std::size_t kFourSeconds = 192000;
const std::vector<double> kRectified{-70, -62, -80, -75, -90, -78, -400, -84, -95, -88};

std::vector<float> humming(std::vector<double> noise, double line_hz,
                           const std::vector<double>& levels = kRectified) {
  closed_form::add_lines(noise, kHumFs, closed_form::comb(line_hz, levels));
  return closed_form::to_float(noise);
}

double level_of_sum(const std::vector<double>& dbfs, std::size_t from) {
  double sum = 0.0;
  for (std::size_t i = from; i < dbfs.size(); ++i) {
    if (dbfs[i] > -300.0) sum += std::pow(10.0, dbfs[i] / 10.0);
  }
  return 10.0 * std::log10(sum);
}

void check_rectified(const analysis::Hum& hum, double line_hz) {
  CHECK(std::abs(hum.line.value() - line_hz) < 0.01);
  for (std::size_t i = 0; i < kRectified.size(); ++i) {
    const auto& line = hum.lines.at(i);
    if (kRectified[i] < -300.0) {
      CHECK_FALSE(line.measured);
      continue;
    }
    CHECK_MESSAGE(std::abs(line.level.value() - kRectified[i]) < 0.1, line.order);
  }
  CHECK(std::abs(hum.total.value() - level_of_sum(kRectified, 0)) < 0.1);
  CHECK(std::abs(hum.buzz.value() - level_of_sum(kRectified, 3)) < 0.1);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("hum: 4 s, 0.1 dB and 0.01 Hz, anywhere within 0.5 Hz of 50 and 60 Hz, white noise") {
    for (const double line_hz : {49.53, 49.987, 50.0, 50.21, 50.47, 59.61, 60.003, 60.44}) {
      CAPTURE(line_hz);
      const auto seed = static_cast<std::uint64_t>(line_hz * 1000.0);
      const auto hum = measure_hum(
          humming(closed_form::white_noise(-94.0, kFourSeconds, seed), line_hz), kHumRate);
      REQUIRE(hum);
      CHECK(hum->mains == (line_hz < 55.0 ? Mains::Hz50 : Mains::Hz60));
      check_rectified(*hum, line_hz);
      CHECK(std::abs(hum->line.value() - line_hz) < 5.0 * hum->line_sigma.value());
    }
  }

  TEST_CASE("hum: the same in falling noise, with DC and beside a tone of -20 dBFS") {
    auto noise = closed_form::falling_noise(-98.0, 300.0, kHumFs, kFourSeconds, 5);
    closed_form::add_lines(noise, kHumFs, {{997.0, -20.0, 0.1}, {1994.0, -50.0, 0.2}});
    for (double& sample : noise) sample += 0.01;
    const auto hum = measure_hum(humming(noise, 50.031), kHumRate);
    REQUIRE(hum);
    CHECK(hum->mains == Mains::Hz50);
    check_rectified(*hum, 50.031);
    // The skirt of the tone at line 20 does not vote on f.
    CHECK(std::abs(hum->line.value() - 50.031) < 5.0 * hum->line_sigma.value());
  }

  TEST_CASE("hum: through 20 Hz AC coupling the lines read what the coupling leaves") {
    std::vector<double> x(kFourSeconds, 0.0);
    closed_form::add_lines(x, kHumFs, closed_form::comb(50.02, kRectified));
    closed_form::high_pass(x, 20.0, kHumFs);
    const auto hum = measure_hum(closed_form::with_noise(x, 1e-4, 3), kHumRate);
    REQUIRE(hum);
    const double coupling = -10.0 * std::log10(1.0 + std::pow(20.0 / 50.02, 2));
    CHECK(std::abs(hum->lines[0].level.value() - (-70.0 + coupling)) < 0.1);
    CHECK(std::abs(hum->line.value() - 50.02) < 0.01);
  }

  TEST_CASE("hum: without noise lines 100 dB apart are right to 0.001 dB, f to 1e-6 Hz") {
    const auto hum = measure_hum(
        humming(std::vector<double>(kFourSeconds, 0.0), 50.1234, {-20, -120, -60}), kHumRate);
    REQUIRE(hum);
    CHECK(std::abs(hum->line.value() - 50.1234) < 1e-6);
    CHECK(std::abs(hum->lines[0].level.value() + 20.0) < 0.001);
    CHECK(std::abs(hum->lines[1].level.value() + 120.0) < 0.1);
    CHECK(std::abs(hum->lines[2].level.value() + 60.0) < 0.001);
  }

  TEST_CASE("hum: sigma is the scatter, and lines under the noise are not measured") {
    double squares = 0.0;
    double stated = 0.0;
    double frequency = 0.0;
    int false_lines = 0;
    constexpr int kTrials = 12;
    for (int trial = 0; trial < kTrials; ++trial) {
      const auto hum =
          measure_hum(humming(closed_form::white_noise(-60.0, kFourSeconds,
                                                       100 + static_cast<std::uint64_t>(trial)),
                              50.05, {-90, -84}),
                      kHumRate);
      REQUIRE(hum);
      REQUIRE(hum->mains == Mains::Hz50);
      squares += std::pow(hum->lines[1].level.value() + 84.0, 2) / kTrials;
      stated += std::pow(hum->lines[1].sigma.value(), 2) / kTrials;
      frequency += std::pow((hum->line.value() - 50.05) / hum->line_sigma.value(), 2) / kTrials;
      for (std::size_t i = 2; i < hum->lines.size(); ++i) false_lines += hum->lines[i].measured;
    }
    CHECK(std::abs(std::sqrt(squares / stated) - 1.0) < 0.4);
    CHECK(std::abs(std::sqrt(frequency) - 1.0) < 0.4);
    CHECK(false_lines <= 2);  // 456 chances of 3e-4.
  }

  TEST_CASE("hum: none in noise, in a 1 kHz whine or in a guitar's open A, and the limit is told") {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      auto noise = closed_form::white_noise(-80.0, kFourSeconds, seed);
      if (seed == 7) closed_form::add_lines(noise, kHumFs, {{1000.0, -80.0, 0.0}});
      if (seed == 8) closed_form::add_lines(noise, kHumFs, closed_form::comb(110.0, {-50, -60}));
      const auto hum = measure_hum(closed_form::to_float(noise), kHumRate);
      REQUIRE(hum);
      CHECK(hum->mains == Mains::None);
      CHECK(hum->lines.empty());
      CHECK(std::isinf(hum->total.value()));
      // -80 dBFS over 24 kHz leaves -124 in a bin of 0.375 Hz; found from 12 dB above that.
      CHECK(std::abs(hum->limit.value() + 116.0) < 2.0);
    }
  }

  TEST_CASE("hum: a strong 60 Hz hum is not taken for 50 Hz through 300, 600 and 900 Hz") {
    const std::vector<double> buzzing{-110, -110, -400, -110, -60, -400, -400, -400, -400, -60};
    const auto hum = measure_hum(
        humming(closed_form::white_noise(-90.0, kFourSeconds, 4), 60.0, buzzing), kHumRate);
    REQUIRE(hum);
    CHECK(hum->mains == Mains::Hz60);
    CHECK(std::abs(hum->lines[4].level.value() + 60.0) < 0.1);
  }

  TEST_CASE("hum: mains that wander over 12 s keep their level; the spread tells") {
    std::vector<double> x = closed_form::white_noise(-90.0, 12 * 48000, 9);
    for (std::size_t n = 0; n < x.size(); ++n) {
      const double t = static_cast<double>(n) / kHumFs;
      // 50 Hz + 1 mHz/s: phase 2 pi (50 t + t^2 / 2000).
      const double phase = 2.0 * std::numbers::pi * (50.0 * t + 0.0005 * t * t);
      x[n] += 1e-3 * std::cos(phase) + 1e-3 * std::cos(2.0 * phase) + 1e-4 * std::cos(8.0 * phase);
    }
    const auto hum = measure_hum(closed_form::to_float(x), kHumRate);
    REQUIRE(hum);
    CHECK(std::abs(hum->line.value() - 50.006) < 0.002);
    CHECK(std::abs(hum->line_spread.value() - 0.008) < 0.002);
    CHECK(std::abs(hum->lines[1].level.value() + 63.01) < 0.1);
    CHECK(std::abs(hum->lines[7].level.value() + 83.01) < 0.1);
  }

  TEST_CASE("hum: taken out, less than -60 dB of it is left and the noise keeps its samples") {
    for (const std::size_t length : {kFourSeconds, std::size_t{9 * 48000 + 77}}) {
      const auto noise = closed_form::white_noise(-110.0, length, 2);
      const auto x = humming(noise, 50.07);
      const auto hum = measure_hum(x, kHumRate);
      REQUIRE(hum);
      const auto rest = analysis::without_hum(x, kHumRate, *hum);
      REQUIRE(rest.size() == x.size());
      std::vector<double> error(length);
      for (std::size_t n = 0; n < length; ++n) error[n] = static_cast<double>(rest[n]) - noise[n];
      CHECK(20.0 * std::log10(closed_form::rms(error)) < hum->total.value() - 60.0);
    }
  }

  TEST_CASE("hum: at 44.1, 96 and 8 kHz, and from 1 s") {
    for (const int rate : {8000, 44100, 96000}) {
      for (const int tenths : {10, 25, 40}) {
        CAPTURE(rate);
        CAPTURE(tenths);
        auto x = closed_form::white_noise(-100.0, static_cast<std::size_t>(rate * tenths / 10), 8);
        closed_form::add_lines(x, rate, closed_form::comb(49.91, {-60, -60, -60}));
        const auto hum = measure_hum(closed_form::to_float(x), SampleRate{rate});
        REQUIRE(hum);
        CHECK(hum->mains == Mains::Hz50);
        CHECK(std::abs(hum->line.value() - 49.91) < 0.01);
        CHECK(std::abs(hum->lines[2].level.value() + 60.0) < 0.1);
      }
    }
  }

  TEST_CASE("hum: refuses what it cannot judge") {
    const std::vector<float> silence(kFourSeconds, 0.0F);
    auto broken = humming(closed_form::white_noise(-80.0, kFourSeconds, 1), 50.0);
    CHECK(measure_hum(silence, kHumRate).error().reason == Refusal::Reason::Silent);
    CHECK(measure_hum(std::span(broken).first(40000), kHumRate).error().reason ==
          Refusal::Reason::TooShort);
    CHECK(measure_hum(broken, SampleRate{0}).error().reason == Refusal::Reason::BadParameter);
    CHECK(measure_hum(broken, kHumRate, {2}).error().reason == Refusal::Reason::BadParameter);
    broken[7] = std::numeric_limits<float>::infinity();
    CHECK(measure_hum(broken, kHumRate).error().reason == Refusal::Reason::NotFinite);
  }
}
