// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/hammerstein.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "signals/level.hpp"
#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/harmonic_sweep.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

namespace {

constexpr double kHammerFs = 48000.0;
const SampleRate kHammerRate{48000};
const signals::SweepSpec kHammerSweep{.length = SampleCount{6 * 48000}, .level = DbFsPeak{-6.0}};
constexpr double kHammerDelay = 120.4;

/// y = sum over k of gain_k x filter_k * x^k; each filter a low-pass and a high-pass of its own.
struct Branch {
  double gain;
  double low_pass_hz;
  double high_pass_hz;
};
constexpr std::array<Branch, 5> kBranches{{{1.0, 6000.0, 90.0},
                                           {0.4, 3000.0, 130.0},
                                           {-0.5, 8000.0, 80.0},
                                           {0.3, 5000.0, 200.0},
                                           {0.35, 2500.0, 110.0}}};

void filter(std::vector<double>& x, const Branch& branch) {
  closed_form::low_pass(x, branch.low_pass_hz, kHammerFs);
  closed_form::high_pass(x, branch.high_pass_hz, kHammerFs);
}

std::complex<double> filter_response(double hz, const Branch& branch) {
  return closed_form::low_pass_response(hz, branch.low_pass_hz, kHammerFs) *
         closed_form::high_pass_response(hz, branch.high_pass_hz, kHammerFs);
}

/// The sweep through the amp, from the identities of sin^k.
std::vector<double> swept(int powers) {
  std::vector<double> sum(7 * 48000);
  for (int k = 1; k <= powers; ++k) {
    const Branch& branch = kBranches[static_cast<std::size_t>(k - 1)];
    auto harmonics = closed_form::power_harmonics(amplitude(kHammerSweep.level), k);
    for (auto& harmonic : harmonics) harmonic.amplitude *= branch.gain;
    auto sound = closed_form::sweep_through_amp(kHammerSweep, kHammerRate, harmonics, kHammerDelay,
                                                static_cast<std::int64_t>(sum.size()));
    filter(sound, branch);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += sound[i];
  }
  return sum;
}

HammersteinModel model_of(const std::vector<float>& recording, int powers) {
  const auto packets = separate_orders(shape_of(kHammerSweep, kHammerRate), recording, kHammerRate,
                                       kHammerDelay, std::max(powers, 5));
  REQUIRE(packets);
  const auto model = hammerstein(*packets, powers);
  REQUIRE(model);
  return *model;
}

/// Five sines whose fifth powers stay below half the rate, faded in.
std::vector<double> chord(double level) {
  std::vector<double> x(2 * 48000);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double t = static_cast<double>(i) / kHammerFs;
    const double fade = std::min(1.0, t / 0.05);
    for (const double hz : {196.0, 440.0, 831.0, 1320.0, 3700.0}) {
      x[i] += 0.2 * level * fade * fade * (3.0 - 2.0 * fade) *
              std::sin(2.0 * std::numbers::pi * hz * t);
    }
  }
  return x;
}

std::vector<double> amp_output(const std::vector<double>& x) {
  std::vector<double> sum(x.size());
  for (int k = 1; k <= 5; ++k) {
    std::vector<double> branch(x.size());
    std::transform(x.begin(), x.end(), branch.begin(), [&](double v) {
      return kBranches[static_cast<std::size_t>(k - 1)].gain * std::pow(v, k);
    });
    filter(branch, kBranches[static_cast<std::size_t>(k - 1)]);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += branch[i];
  }
  return sum;
}

double esr(const std::vector<float>& predicted, const std::vector<double>& truth,
           std::size_t from) {
  double error = 0.0;
  double signal = 0.0;
  for (std::size_t i = from; i < truth.size(); ++i) {
    const double miss = static_cast<double>(predicted[i]) - truth[i];
    error += miss * miss;
    signal += truth[i] * truth[i];
  }
  return error / signal;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "hammerstein: kernels of a known polynomial amp with known filters within 0.05 dB and "
      "0.5 degree for 3 and 5 powers") {
    for (const int powers : {3, 5}) {
      const auto model = model_of(closed_form::to_float(swept(powers)), powers);
      CHECK(model.drive == doctest::Approx(amplitude(kHammerSweep.level)));
      CHECK(model.condition > 6.0);
      for (const auto& kernel : model.kernels) {
        const Branch& branch = kBranches[static_cast<std::size_t>(kernel.power - 1)];
        int points = 0;
        for (const auto& point : kernel.points) {
          if (std::isnan(point.level_db) || point.hz > 0.4 * kHammerFs) continue;
          const auto truth = filter_response(point.hz, branch) * branch.gain *
                             std::pow(model.drive, kernel.power - 1);
          INFO("N " << powers << " power " << kernel.power << " at " << point.hz);
          CHECK(std::abs(point.level_db - 20.0 * std::log10(std::abs(truth))) < 0.05);
          const double phase = std::arg(truth) * 180.0 / std::numbers::pi;
          CHECK(std::abs(std::remainder(point.phase_deg - phase, 360.0)) < 0.5);
          ++points;
        }
        CHECK(points >= 15);
      }
    }
  }

  TEST_CASE(
      "hammerstein: predicts what the amp makes of another sound to ESR 1e-4, at the drive "
      "and below") {
    const auto model = model_of(closed_form::to_float(swept(5)), 5);
    for (const double share : {1.0, 0.3}) {
      const auto x = chord(share * amplitude(kHammerSweep.level));
      const double error = esr(predict(model, closed_form::to_float(x)), amp_output(x), 24000);
      INFO("ESR " << error);
      CHECK(error < 1e-4);
    }
  }

  TEST_CASE(
      "hammerstein: at 80 dB SNR kernels that stand 40 dB above their limit are within 0.2 dB; "
      "what noise hides is null") {
    const auto clean = swept(5);
    const auto model =
        model_of(closed_form::with_noise(clean, closed_form::rms(clean) * 1e-4, 4), 7);
    CHECK(model.condition == doctest::Approx(221.0).epsilon(0.01));
    int near_truth = 0;
    for (const auto& kernel : model.kernels) {
      for (const auto& point : kernel.points) {
        CHECK((std::isnan(point.level_db) || point.level_db >= point.limit_db));
        if (kernel.power > 5 || std::isnan(point.level_db) || point.hz > 0.4 * kHammerFs) continue;
        if (point.level_db < point.limit_db + 40.0) continue;
        const Branch& branch = kBranches[static_cast<std::size_t>(kernel.power - 1)];
        const double truth =
            20.0 * std::log10(std::abs(filter_response(point.hz, branch) * branch.gain *
                                       std::pow(model.drive, kernel.power - 1)));
        INFO("power " << kernel.power << " at " << point.hz);
        CHECK(std::abs(point.level_db - truth) < 0.2);
        ++near_truth;
      }
    }
    CHECK(near_truth > 10);
  }

  TEST_CASE("hammerstein: powers do not alias: the cube of 13 kHz has no 9 kHz in it") {
    std::vector<double> none(64, 0.0);
    auto through = none;
    through[8] = 1.0;
    const HammersteinModel model{
        0.5, kHammerRate, SampleCount{8}, 1.0, {{1, none, {}}, {2, none, {}}, {3, through, {}}}};
    std::vector<float> x(24000);
    for (std::size_t i = 0; i < x.size(); ++i) {
      // Faded: an abrupt end is broadband, and its cube rings on in any band limit.
      const double fade =
          std::min(1.0, static_cast<double>(std::min(i, x.size() - 1 - i)) / 1500.0);
      x[i] = static_cast<float>(
          0.5 * (0.5 - 0.5 * std::cos(std::numbers::pi * fade)) *
          std::sin(2.0 * std::numbers::pi * 13000.0 * static_cast<double>(i) / kHammerFs));
    }
    const auto y = predict(model, x);
    for (std::size_t i = 2000; i < 22000; i += 7) {
      CHECK(std::abs(static_cast<double>(y[i]) - 0.75 * static_cast<double>(x[i])) < 1e-6);
    }
  }

  TEST_CASE("hammerstein: refuses orders that are not there") {
    const auto packets =
        separate_orders(shape_of(kHammerSweep, kHammerRate), closed_form::to_float(swept(1)),
                        kHammerRate, kHammerDelay, 4);
    REQUIRE(packets);
    for (const int powers : {0, 5, 8}) {
      const auto model = hammerstein(*packets, powers);
      REQUIRE(!model);
      CHECK(model.error().reason == Refusal::Reason::BadParameter);
    }
    const std::vector<double> wrong{-1.0};
    CHECK(!hammerstein(*packets, 3, wrong));
  }
}
