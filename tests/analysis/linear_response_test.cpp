// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/linear_response.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <numbers>

#include "signals/level.hpp"
#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/harmonic_sweep.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

namespace {

constexpr double kFs = 48000.0;
const SampleRate kLinearRate{48000};
const signals::SweepSpec kLinearSweep{.length = SampleCount{5 * 48000}};
constexpr double kLinearDelay = 250.3;

/// What converters do to both channels: 20 Hz coupling twice, a roll-off at 19 kHz.
void interface_of(std::vector<double>& x) {
  closed_form::high_pass(x, 20.0, kFs);
  closed_form::high_pass(x, 3.0, kFs);
  closed_form::low_pass(x, 19000.0, kFs);
}

std::vector<double> played(const std::vector<closed_form::Harmonic>& harmonics, double delay) {
  return closed_form::sweep_through_amp(kLinearSweep, kLinearRate, harmonics, delay, 6 * 48000);
}

struct Bench {
  std::vector<double> loopback;
  std::vector<double> recording;
};

/// A distorting amp with a 3 kHz low-pass and a 70 Hz high-pass behind it; `late` samples later.
Bench bench_of(double late) {
  const double a = amplitude(kLinearSweep.level);
  Bench bench{played({{0.8 * a, 0.0}}, kLinearDelay),
              played({{1.5 * a, 0.0}, {0.1 * a, 0.4}, {0.2 * a, 1.0}}, kLinearDelay + late)};
  closed_form::low_pass(bench.recording, 3000.0, kFs);
  closed_form::high_pass(bench.recording, 70.0, kFs);
  interface_of(bench.loopback);
  interface_of(bench.recording);
  return bench;
}

std::complex<double> bench_truth(double hz) {
  return 1.5 / 0.8 * closed_form::low_pass_response(hz, 3000.0, kFs) *
         closed_form::high_pass_response(hz, 70.0, kFs);
}

std::vector<double> grid() {
  std::vector<double> hz;
  for (double f = 40.0; f < 16000.0; f *= 1.21) hz.push_back(f);
  return hz;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "linear response: gain and phase of a distorting amp's linear part within 0.001 dB and "
      "0.001 degree, AC coupling and converter filters cancelled") {
    const Bench bench = bench_of(0.0);
    const auto response = linear_response(
        shape_of(kLinearSweep, kLinearRate), closed_form::to_float(bench.recording),
        closed_form::to_float(bench.loopback), kLinearRate, kLinearDelay, {0.0, grid()});
    REQUIRE(response);
    double worst_db = 0.0;
    double worst_deg = 0.0;
    for (const auto& point : response->points) {
      const auto truth = bench_truth(point.hz);
      const double db = std::abs(point.level_db - 20.0 * std::log10(std::abs(truth)));
      const double deg = std::abs(
          std::remainder(point.phase_deg - std::arg(truth) * 180.0 / std::numbers::pi, 360.0));
      INFO("at " << point.hz << ": " << db << " dB " << deg << " deg");
      CHECK(db < 0.001);
      CHECK(deg < 0.001);
      worst_db = std::max(worst_db, db);
      worst_deg = std::max(worst_deg, deg);
    }
    MESSAGE("worst " << worst_db << " dB, " << worst_deg << " deg");
  }

  TEST_CASE("linear response: group delay is that of the filters; the offset is taken out") {
    const Bench bench = bench_of(7.25);
    const auto response = linear_response(
        shape_of(kLinearSweep, kLinearRate), closed_form::to_float(bench.recording),
        closed_form::to_float(bench.loopback), kLinearRate, kLinearDelay, {7.25, grid()});
    REQUIRE(response);
    for (const auto& point : response->points) {
      const double step = 1e-3 * point.hz;
      const double truth = -std::arg(bench_truth(point.hz + step) / bench_truth(point.hz - step)) /
                           (4.0 * std::numbers::pi * step);
      INFO("at " << point.hz);
      CHECK(std::abs(point.group_delay_s - truth) < 1e-6 + 2e-3 * std::abs(truth));
      CHECK(std::abs(std::remainder(
                point.phase_deg - std::arg(bench_truth(point.hz)) * 180.0 / std::numbers::pi,
                360.0)) < 0.01);
    }
    CHECK(std::abs((response->impulse.peak - response->impulse.zero).value()) <= 3);
  }

  TEST_CASE("linear response: with noise on both channels the error is the stated one") {
    const Bench bench = bench_of(0.0);
    const double noise = closed_form::rms(bench.recording) * 1e-3;
    const auto response = linear_response(shape_of(kLinearSweep, kLinearRate),
                                          closed_form::with_noise(bench.recording, noise, 1),
                                          closed_form::with_noise(bench.loopback, 0.1 * noise, 2),
                                          kLinearRate, kLinearDelay, {0.0, grid()});
    REQUIRE(response);
    double sum = 0.0;
    for (const auto& point : response->points) {
      const auto value =
          std::polar(ratio(Decibels{point.level_db}), point.phase_deg * std::numbers::pi / 180.0);
      const double rms = 0.5 * ratio(Decibels{point.limit_db});
      sum += std::norm(value - bench_truth(point.hz)) / (rms * rms);
    }
    sum /= static_cast<double>(response->points.size());
    CHECK(sum > 0.4);
    CHECK(sum < 2.5);
  }

  TEST_CASE("linear response: refuses, naming the channel") {
    const Bench bench = bench_of(0.0);
    const auto shape = shape_of(kLinearSweep, kLinearRate);
    const auto recording = closed_form::to_float(bench.recording);
    const auto loopback = closed_form::to_float(bench.loopback);
    const std::vector<float> silence(recording.size(), 0.0F);
    const auto silent = linear_response(shape, recording, silence, kLinearRate, kLinearDelay);
    REQUIRE(!silent);
    CHECK(silent.error().reason == Refusal::Reason::Silent);
    CHECK(silent.error().detail.find("loopback") != std::string::npos);
    const auto short_recording = linear_response(shape, std::span(recording).first(100000),
                                                 loopback, kLinearRate, kLinearDelay);
    REQUIRE(!short_recording);
    CHECK(short_recording.error().reason == Refusal::Reason::TooShort);
    CHECK(short_recording.error().detail.find("recording") != std::string::npos);
    CHECK(!linear_response(shape, recording, loopback, kLinearRate, kLinearDelay,
                           {std::nan(""), {}}));
  }
}
