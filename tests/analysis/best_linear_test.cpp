// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/best_linear.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "signals/level.hpp"
#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/multisine_amp.hpp"

using namespace ampsweep;
using analysis::best_linear;
using analysis::BestLinear;
using analysis::LineKind;
using closed_form::delayed;
using closed_form::through;
using closed_form::to_float;
using closed_form::with_noise;
using signals::MultisineSpec;

namespace {

const SampleRate kRate{48000};
constexpr std::size_t kLate = 1000;

/// The reference's case: N = 65536, M = 6, P = 4, to 15 kHz, sigma = 0.25 inside the amp. Played
/// softer, so that neither the sound nor the answer reaches full scale.
constexpr double kSigma = 0.25;
constexpr double kDrive = 2.0;                                     ///< Amp sees 2 x.
constexpr double kOut = 0.25;                                      ///< Amp's output as recorded.
const MultisineSpec kFull{.level = DbFsRms{-18.061799739838872}};  // rms 0.125

const std::vector<float>& full_stimulus() {
  static const std::vector<float> samples = signals::multisine(kFull, kRate).samples;
  return samples;
}

double cubic(double x) {
  const double v = kDrive * x;
  return kOut * (v + 0.2 * v * v + 0.3 * v * v * v);
}

MultisineSpec small_spec(int realizations = 3) {
  return {.from = Hertz{100.0},
          .to = Hertz{9000.0},
          .period = SampleCount{8192},
          .realizations = realizations,
          .periods = 3};
}

double power_db(double power, double truth) { return 10.0 * std::log10(power / truth); }
double gain_db(std::complex<double> gain, double truth) {
  return 20.0 * std::log10(std::abs(gain) / truth);
}

std::complex<double> mean_gain(const BestLinear& result) {
  std::complex<double> sum{};
  for (const auto& line : result.excited) sum += line.gain;
  return sum / static_cast<double>(result.excited.size());
}

BestLinear measured(const MultisineSpec& spec, const std::vector<double>& sound,
                    double delay = kLate) {
  const auto result = best_linear(spec, to_float(sound), {}, kRate, delay);
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().detail));
  return *result;
}

/// The Gaussian closed form of `cubic`, in recorded power.
constexpr double kEven = kOut * kOut * 2.0 * 0.2 * 0.2 * kSigma * kSigma * kSigma * kSigma;
const double kOdd = kOut * kOut * 6.0 * 0.3 * 0.3 * std::pow(kSigma, 6);
constexpr double kGain = kOut * kDrive * (1.0 + 3.0 * 0.3 * kSigma * kSigma);

void check_cubic(const BestLinear& result, double noise = 0.0) {
  const auto& split = result.split;
  CHECK(std::abs(gain_db(mean_gain(result), kGain)) < 0.01);
  CHECK(std::abs(power_db(split.even.power, kEven)) < 0.1);
  CHECK(std::abs(power_db(split.odd.power, kOdd)) < 0.1);
  CHECK(std::abs(power_db(split.odd_by_variance.power, kOdd)) < 0.1);
  CHECK(std::abs(power_db(split.odd.power, split.odd_by_variance.power)) < 0.1);
  CHECK(std::abs(power_db(split.linear, std::pow(kGain * 0.125, 2))) < 0.01);
  const double rest = kEven + kOdd + noise * noise;
  CHECK(std::abs(power_db(split.residual_esr(), rest / (rest + split.linear))) < 0.1);
  CHECK(split.even.measured());
  CHECK(split.odd.measured());
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "best linear: cubic amp: gain within 0.01 dB, even and odd power within 0.1 dB of the "
      "Gaussian closed form, odd by both methods") {
    const BestLinear result = measured(kFull, delayed(through(full_stimulus(), cubic), kLate));
    check_cubic(result);
    CHECK(std::abs(result.split.linear + result.split.even.power + result.split.odd.power +
                   result.split.noise - result.split.output) < 0.003 * result.split.output);
    CHECK(result.output_dc == doctest::Approx(kOut * 0.2 * kSigma * kSigma).epsilon(0.001));
    CHECK(result.input_level.value() == doctest::Approx(kFull.level.value()));
    CHECK(std::abs(result.residual_delay_samples) < 0.01);
    CHECK(std::abs(result.clock_offset_ppm) < 1e-6);
  }

  TEST_CASE("best linear: cubic amp between two 20 Hz couplings: gain, even and odd as without") {
    auto sound = through(full_stimulus(), [](double x) { return x; });
    closed_form::high_pass(sound, 20.0, 48000.0);
    for (double& x : sound) x = cubic(x);
    closed_form::high_pass(sound, 20.0, 48000.0);
    const BestLinear result = measured(kFull, delayed(sound, kLate));
    // Each coupling takes (20/f)^2 of a line: 0.02 dB of the mean below 1 kHz, nothing above.
    std::complex<double> sum{};
    double lines = 0.0;
    for (const auto& line : result.excited) {
      if (line.hz < 2000.0) continue;
      sum += line.gain;
      lines += 1.0;
    }
    CHECK(std::abs(gain_db(sum / lines, kGain)) < 0.01);
    CHECK(std::abs(power_db(result.split.even.power, kEven)) < 0.1);
    CHECK(std::abs(power_db(result.split.odd.power, kOdd)) < 0.1);
    CHECK(std::abs(power_db(result.split.odd_by_variance.power, kOdd)) < 0.1);
    CHECK(std::abs(result.output_dc) < 1e-4);
  }

  TEST_CASE(
      "best linear: hard clip gain is erf(c / sqrt2 sigma), within 0.01 dB at c = 2 sigma and 0.03 "
      "dB "
      "below, no even order") {
    for (const double over : {0.5, 1.0, 2.0}) {
      const double clip = over * 0.125;
      const auto sound =
          through(full_stimulus(), [clip](double x) { return std::clamp(x, -clip, clip); });
      const BestLinear result = measured(kFull, delayed(sound, kLate));
      CHECK(std::abs(gain_db(mean_gain(result), std::erf(over / std::sqrt(2.0)))) <
            (over > 1.5 ? 0.01 : 0.03));  // three times the scatter of six realizations
      CHECK(result.split.even.power < 1e-6 * result.split.odd.power);
      // Power of a clipped Gaussian less its linear part: all of it odd.
      const double inside = std::erf(over / std::sqrt(2.0));
      const double density = std::sqrt(2.0 / std::numbers::pi) * std::exp(-0.5 * over * over);
      const double whole = inside - over * density + over * over * (1.0 - inside);
      const double odd = 0.125 * 0.125 * (whole - inside * inside);
      CHECK(std::abs(power_db(result.split.odd.power, odd)) < 0.1);
      CHECK(std::abs(power_db(result.split.odd_by_variance.power, odd)) < 0.1);
    }
  }

  TEST_CASE(
      "best linear: noise within 0.1 dB, beside it the cubic amp unchanged; sndr is the lines' "
      "own") {
    const auto sound = delayed(through(full_stimulus(), cubic), kLate);
    const double noise = 0.002;  // 36 dB below the linear part, 10 dB below the odd order
    const auto result = best_linear(kFull, with_noise(sound, noise, 5), {}, kRate, kLate);
    REQUIRE(result);
    check_cubic(*result, noise);
    CHECK(std::abs(power_db(result->split.noise, noise * noise)) < 0.1);
    double sndr = 0.0;
    for (const auto& line : result->excited) sndr += line.sndr_db;
    CHECK(sndr / static_cast<double>(result->excited.size()) > 15.0);
  }

  TEST_CASE("best linear: a noisy wire: even and odd not measured, sigmas tell the true scatter") {
    const MultisineSpec spec = small_spec(6);
    const auto played = signals::multisine(spec, kRate).samples;
    const auto sound = delayed(through(played, [](double x) { return 0.5 * x; }), kLate);
    const double noise = 0.001;
    const auto result = best_linear(spec, with_noise(sound, noise, 9), {}, kRate, kLate);
    REQUIRE(result);
    CHECK(!result->split.even.measured());
    CHECK(!result->split.odd.measured());
    CHECK(!result->split.odd_by_variance.measured());
    CHECK(std::abs(power_db(result->split.noise, noise * noise)) < 0.1);
    double by_noise = 0.0;
    double by_total = 0.0;
    for (const auto& line : result->excited) {
      const double off = std::norm(line.gain - 0.5);
      by_noise += off / line.noise_variance;
      by_total += off / line.total_variance;
    }
    const auto lines = static_cast<double>(result->excited.size());
    CHECK(by_noise / lines == doctest::Approx(1.09).epsilon(0.1));   // 12 degrees of freedom: 12/11
    CHECK(by_total / lines == doctest::Approx(1.25).epsilon(0.15));  // 5 complex: 5/4
    const double truth = 0.25 * std::pow(rms_amplitude(spec.level), 2);
    CHECK(std::abs(power_db(result->split.linear, truth)) < 0.01);
  }

  TEST_CASE("best linear: the stated sigmas of even and odd hold over 20 seeds") {
    double even = 0.0;
    double odd = 0.0;
    double variance = 0.0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      MultisineSpec spec = small_spec(6);
      spec.seed = seed;
      spec.level = kFull.level;
      const auto played = signals::multisine(spec, kRate).samples;
      const auto result = measured(spec, delayed(through(played, cubic), kLate));
      even += std::pow((result.split.even.power - kEven) / result.split.even.sigma, 2) / 20.0;
      odd += std::pow((result.split.odd.power - kOdd) / result.split.odd.sigma, 2) / 20.0;
      variance +=
          std::pow((result.split.odd_by_variance.power - kOdd) / result.split.odd_by_variance.sigma,
                   2) /
          20.0;
    }
    INFO(even << " " << odd << " " << variance);
    for (const double square : {even, odd, variance}) {
      CHECK(square > 0.1);
      CHECK(square < 3.0);
    }
  }

  TEST_CASE("best linear: one realization: fast method, variance fields empty") {
    MultisineSpec spec = kFull;
    spec.realizations = 1;
    const auto played = signals::multisine(spec, kRate).samples;
    const BestLinear result = measured(spec, delayed(through(played, cubic), kLate));
    CHECK(std::abs(gain_db(mean_gain(result), kGain)) < 0.03);
    CHECK(std::abs(power_db(result.split.even.power, kEven)) < 0.2);
    CHECK(std::abs(power_db(result.split.odd.power, kOdd)) < 0.2);
    CHECK(std::abs(power_db(result.split.linear, std::pow(kGain * 0.125, 2))) < 0.03);
    CHECK(std::isnan(result.split.odd_by_variance.power));
    CHECK(std::isnan(result.excited[5].total_variance));
    CHECK(std::isnan(result.excited[5].nonlinear_variance));
    CHECK(std::isnan(result.excited[5].sndr_db));
    CHECK(result.excited[5].noise_variance < 1e-12);
  }

  TEST_CASE("best linear: a wire of 1000.37 samples has gain 1 and phase 0 within 1e-5") {
    MultisineSpec spec = small_spec(2);
    spec.period = SampleCount{2048};
    const auto sound = closed_form::through_wire(spec, kRate, 1000.37, 0.0, 2048 * 8 + 1002);
    const BestLinear result = measured(spec, sound, 1000.37);
    double worst = 0.0;
    for (const auto& line : result.excited) worst = std::max(worst, std::abs(line.gain - 1.0));
    CHECK(worst < 1e-5);
    CHECK(result.split.residual_esr() < 1e-11);
    CHECK(std::abs(result.residual_delay_samples) < 1e-4);
    const BestLinear early = measured(spec, sound, 998.0);
    CHECK(early.residual_delay_samples == doctest::Approx(2.37).epsilon(1e-4));
  }

  TEST_CASE("best linear: against the recorded input, its own distortion and gain drop out") {
    const MultisineSpec spec = small_spec(4);
    const auto played = signals::multisine(spec, kRate).samples;
    // The interface: about 0.5 % of square and cube, as its loopback shows.
    auto input =
        through(played, [](double x) { return 0.8 * (x + 0.05 * x * x + 0.2 * x * x * x); });
    auto output = input;
    closed_form::low_pass(output, 3000.0, 48000.0);
    const auto heard = with_noise(delayed(output, kLate), 1e-6, 1);
    const auto beside = with_noise(delayed(input, kLate), 1e-6, 2);
    const auto pure = best_linear(spec, heard, beside, kRate, kLate);
    const auto blind = best_linear(spec, heard, {}, kRate, kLate);
    REQUIRE(pure);
    REQUIRE(blind);
    double worst = 0.0;
    for (const auto& line : pure->excited) {
      const double corner = std::tan(std::numbers::pi * 3000.0 / 48000.0);
      const double here = std::tan(std::numbers::pi * line.hz / 48000.0);
      const std::complex<double> truth = 1.0 / std::complex<double>(1.0, here / corner);
      worst = std::max(worst, std::abs(line.gain - truth));
    }
    CHECK(worst < 2e-3);
    const auto in_band = [&](const BestLinear& result, LineKind kind) {
      double power = 0.0;
      for (const auto& line : result.silent) {
        if (line.kind == kind && line.hz > 150.0 && line.hz < 8900.0) power += line.power;
      }
      return power;
    };
    CHECK(in_band(*blind, LineKind::Even) > 1e-7);
    CHECK(in_band(*pure, LineKind::Even) < 1e-4 * in_band(*blind, LineKind::Even));
    CHECK(in_band(*pure, LineKind::Odd) < 1e-3 * in_band(*blind, LineKind::Odd));
    double blind_scatter = 0.0;
    double pure_scatter = 0.0;
    for (const auto& line : blind->excited) blind_scatter += line.nonlinear_variance;
    for (const auto& line : pure->excited) pure_scatter += line.nonlinear_variance;
    CHECK(pure_scatter < 0.01 * blind_scatter);
  }
}
