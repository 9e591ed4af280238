// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/static_curve.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::Refusal;
using analysis::static_curve;

namespace {

constexpr double kOmega = 2.0 * std::numbers::pi * 110.0 / 48000.0;
constexpr double kPeak = 0.5;
const DbFsPeak kLevel{-6.0206};

/// device(phase) for a stimulus 0.5 sin(phase), `delay` samples late.
template <class Device>
std::vector<double> wave(const Device& device, double delay) {
  std::vector<double> y(9600);
  for (std::size_t n = 0; n < y.size(); ++n) {
    y[n] = device(kOmega * (static_cast<double>(n) - delay));
  }
  return y;
}

/// H of a device whose fundamental stays in phase, by brute force: 600 shifts, best line through
/// pairs of equal x (exact when the mean of both branches rises).
template <class Device>
double slow_hysteresis(const Device& device) {
  constexpr int kPoints = 2000;
  double power = 0.0;
  double dc = 0.0;
  for (int i = 0; i < kPoints; ++i) dc += device(2.0 * std::numbers::pi * i / kPoints) / kPoints;
  for (int i = 0; i < kPoints; ++i) {
    const double y = device(2.0 * std::numbers::pi * i / kPoints) - dc;
    power += y * y / kPoints;
  }
  double least = 1e9;
  for (double shift = -0.3; shift <= 0.3; shift += 0.001) {
    double left = 0.0;
    for (int i = 0; i < kPoints; ++i) {
      const double rise = std::numbers::pi * ((i + 0.5) / kPoints - 0.5);
      const double gap = device(rise + shift) - device(std::numbers::pi - rise + shift);
      left += 0.25 * gap * gap / kPoints;
    }
    least = std::min(least, left);
  }
  return std::sqrt(least / power);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("static curve: a delayed memoryless device has H < 1e-5, upright or inverted") {
    for (const double sign : {1.0, -1.0}) {
      const auto device = [sign](double phase) {
        return sign * 0.5 * std::tanh(2.0 * kPeak * std::sin(phase) + 0.2);
      };
      const auto curve = static_curve(closed_form::to_float(wave(device, 37.3)), kOmega, kLevel);
      REQUIRE(curve);
      CHECK(curve->hysteresis < 1e-5);
      CHECK(curve->loop_area < 1e-4);
      CHECK(std::abs(curve->lag_samples) < 0.01);
      REQUIRE(curve->curve.size() == 65);
      if (sign < 0.0) continue;
      // The curve is the device less its DC.
      const double offset = curve->curve[32].output - 0.5 * std::tanh(0.2);
      for (const auto& point : curve->curve) {
        const double truth = 0.5 * std::tanh(2.0 * point.input + 0.2) + offset;
        CHECK(std::abs(point.output - truth) < 2e-4);
      }
    }
  }

  TEST_CASE("static curve: a filter that only shifts a lone sine has no loop, a real one has") {
    const auto shifted = [](double phase) { return 0.4 * std::sin(phase - 0.6); };
    const auto none = static_curve(closed_form::to_float(wave(shifted, 0.0)), kOmega, kLevel);
    REQUIRE(none);
    CHECK(none->hysteresis < 1e-5);

    // A second harmonic in quadrature, and a third: branches that no delay brings together.
    const auto loop = [](double phase) {
      return 0.4 * std::sin(phase) + 0.04 * std::sin(2.0 * phase) + 0.01 * std::cos(3.0 * phase);
    };
    const auto some = static_curve(closed_form::to_float(wave(loop, 12.0)), kOmega, kLevel);
    REQUIRE(some);
    CHECK(some->hysteresis == doctest::Approx(slow_hysteresis(loop)).epsilon(0.01));
    // Area of sin(2 phase) alone: both branches apart by 2 x 0.04 |sin 2 phase|, over |X| |Y|.
    const auto eight = [](double phase) {
      return 0.4 * std::sin(phase) + 0.02 * std::sin(2.0 * phase);
    };
    const auto figure = static_curve(closed_form::to_float(wave(eight, 12.0)), kOmega, kLevel);
    CHECK(figure->loop_area == doctest::Approx(2.0 * 0.02 * 4.0 / 3.0 / 0.4).epsilon(0.01));
    CHECK(figure->hysteresis == doctest::Approx(slow_hysteresis(eight)).epsilon(0.01));
  }

  TEST_CASE("static curve: AC coupling opens a loop; undoing it closes it and finds the corner") {
    // Orders of x + 0.3 x^2 - 0.3 x^3 at x = 0.5 sin, each through a 20 Hz high-pass, from
    // formulas.
    const double a = kPeak;
    const auto device = [a](double phase) {
      const auto through = [phase](double amplitude, int k, double offset) {
        const double ratio = 20.0 / (110.0 * k);
        return amplitude / std::hypot(1.0, ratio) * std::sin(k * phase + offset + std::atan(ratio));
      };
      return through(a - 0.225 * a * a * a, 1, 0.0) +
             through(0.15 * a * a, 2, -0.5 * std::numbers::pi) + through(0.075 * a * a * a, 3, 0.0);
    };
    const auto curve = static_curve(closed_form::to_float(wave(device, 21.0)), kOmega, kLevel);
    REQUIRE(curve);
    CHECK(curve->hysteresis > 0.003);
    CHECK(curve->hysteresis_uncoupled < 1e-4);
    CHECK(curve->coupling_ratio == doctest::Approx(20.0 / 110.0).epsilon(0.005));
  }

  TEST_CASE("static curve: noise stays under the limit") {
    const auto device = [](double phase) { return 0.5 * std::tanh(std::sin(phase)); };
    const auto clean = wave(device, 5.0);
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      const auto curve = static_curve(closed_form::with_noise(clean, 3e-3, seed), kOmega, kLevel);
      REQUIRE(curve);
      CHECK(curve->hysteresis < curve->hysteresis_limit);
      CHECK(curve->hysteresis > 0.1 * curve->hysteresis_limit);
    }
  }

  TEST_CASE("static curve: refuses what is not a clean tone") {
    const auto device = [](double phase) { return 0.5 * std::sin(phase); };
    const auto good = closed_form::to_float(wave(device, 0.0));
    const auto reason = [](std::span<const float> x, double omega) {
      const auto curve = static_curve(x, omega, kLevel);
      REQUIRE(!curve);
      return curve.error().reason;
    };
    CHECK(reason(std::span(good).first(600), kOmega) == Refusal::Reason::TooShort);
    CHECK(reason(std::vector<float>(9600, 0.0F), kOmega) == Refusal::Reason::Silent);
    auto broken = good;
    broken[5] = std::nanf("");
    CHECK(reason(broken, kOmega) == Refusal::Reason::NotFinite);
    auto clipped = good;
    for (float& x : clipped) x = std::clamp(3.0F * x, -1.0F, 1.0F);
    CHECK(reason(clipped, kOmega) == Refusal::Reason::Clipped);
    CHECK(reason(good, 2.37 * kOmega) == Refusal::Reason::NoMatch);
    CHECK(reason(good, 0.0) == Refusal::Reason::BadParameter);
  }
}
