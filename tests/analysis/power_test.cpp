// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/power.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <vector>

#include "signals/calibration.hpp"

using namespace ampsweep;
using analysis::DrivePoint;
using analysis::input_sensitivity;
using analysis::power_at_thd;
using analysis::Reach;
using analysis::Refusal;

namespace {

constexpr Ohms kEight{8.0};
constexpr double kPeakVolts = 40.0;  ///< At the load for an undistorted sample of 1.

/// Fundamental's amplitude and THD of a sine of amplitude `a`.
struct Tone {
  double fundamental;
  double thd;
};
using Amp = std::function<Tone(double a)>;

/// x - 0.3 x^3: H1 = a - 0.225 a^3, H3 = 0.075 a^3.
Tone cubic(double a) {
  const double h1 = a - 0.225 * a * a * a;
  return {h1, 0.075 * a * a * a / h1};
}

/// Clipped at 0.5; measurement.md 7.1 case 7, THD from the rms: sum of squares less H1.
Tone clipper(double a) {
  const double r = 0.5 / a;
  if (r >= 1.0) return {a, 1e-6};
  const double tc = std::asin(r);
  const double h1 = 2.0 * a / std::numbers::pi * (tc + r * std::sqrt(1.0 - r * r));
  const double power = a * a / std::numbers::pi * (tc - 0.5 * std::sin(2.0 * tc)) +
                       0.25 * (1.0 - 2.0 * tc / std::numbers::pi);
  return {h1, std::sqrt(std::max(power / (0.5 * h1 * h1) - 1.0, 1e-12))};
}

/// tanh(4 a sin), summed plainly.
Tone soft(double a) {
  constexpr int kSteps = 2000;
  double h1 = 0.0;
  double power = 0.0;
  for (int n = 0; n < kSteps; ++n) {
    const double s = std::sin(2.0 * std::numbers::pi * n / kSteps);
    const double y = std::tanh(4.0 * a * s);
    h1 += 2.0 * y * s / kSteps;
    power += y * y / kSteps;
  }
  return {h1, std::sqrt(std::max(power / (0.5 * h1 * h1) - 1.0, 0.0))};
}

DrivePoint rung(const Amp& amp, double db) {
  const Tone tone = amp(std::pow(10.0, db / 20.0));
  return {DbFsPeak{db}, Volts{kPeakVolts * tone.fundamental / std::numbers::sqrt2}, tone.thd};
}

std::vector<DrivePoint> ladder(const Amp& amp, double from, double to, double step) {
  std::vector<DrivePoint> rungs;
  for (double db = from; db <= to + 1e-9; db += step) rungs.push_back(rung(amp, db));
  return rungs;
}

/// Level in dB where a rising figure of the amp reaches `wanted`, by halving.
double solve(double wanted, const std::function<double(double)>& figure) {
  double low = -60.0;
  double high = 0.0;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (figure(middle) < wanted ? low : high) = middle;
  }
  return low;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("power: the oracles have their published distortion") {
    CHECK(clipper(0.5 / 0.9).thd == doctest::Approx(0.0421993256).epsilon(1e-6));
    CHECK(clipper(1.0).thd == doctest::Approx(0.2329381374).epsilon(1e-6));
    CHECK(soft(0.25).thd == doctest::Approx(0.067064824291).epsilon(1e-6));
    CHECK(soft(0.75).thd == doctest::Approx(0.250682587097).epsilon(1e-6));
  }

  TEST_CASE("power: watts at 1, 5 and 10 % THD against closed forms, with the rungs as bracket") {
    struct Case {
      Amp amp;
      double step;
      double within_db;
    };
    for (const Case& c : {Case{cubic, 2.0, 0.03}, Case{soft, 1.0, 0.1}, Case{clipper, 1.0, 0.5}}) {
      const auto powers = power_at_thd(ladder(c.amp, -40.0, 0.0, c.step), kEight);
      REQUIRE(powers);
      REQUIRE(powers->size() == 3);
      for (const auto& power : *powers) {
        CAPTURE(power.thd);
        const double db = solve(power.thd, [&](double x) { return rung(c.amp, x).thd; });
        if (db > -1e-6) {
          CHECK(power.crossing.reach == Reach::NotReached);
          continue;
        }
        CHECK(power.crossing.reach == Reach::Found);
        CHECK(power.crossing.only);
        CHECK(std::abs(power.crossing.at.input.value() - db) < c.within_db);
        const double watts = std::pow(rung(c.amp, db).output.value(), 2) / 8.0;
        CHECK(std::abs(10.0 * std::log10(power.power.value() / watts)) < c.within_db);
        CHECK(power.power_low.value() <= watts);
        CHECK(power.power_high.value() >= watts);
        CHECK(power.crossing.at.thd == doctest::Approx(power.thd));
      }
    }
  }

  TEST_CASE("power: a limit beyond the ladder is said to be, with the power at its end") {
    const auto rungs = ladder(cubic, -40.0, -12.0, 2.0);
    const auto powers = power_at_thd(rungs, kEight);
    REQUIRE(powers);
    for (const auto& power : *powers) {
      CHECK(power.crossing.reach == Reach::NotReached);
      CHECK(power.crossing.at.input == rungs.back().input);
      CHECK(power.power.value() == doctest::Approx(std::pow(rungs.back().output.value(), 2) / 8.0));
    }
    const auto hot = power_at_thd(ladder(soft, -4.0, 0.0, 1.0), kEight);
    REQUIRE(hot);
    CHECK(hot->front().crossing.reach == Reach::AlreadyAbove);
    CHECK(hot->front().crossing.at.input == DbFsPeak{-4.0});
  }

  TEST_CASE("power: noise at the soft end is passed over; a second rise is said") {
    std::vector<DrivePoint> rungs;
    for (const auto& [db, thd] : {std::pair{-50.0, 0.03},
                                  {-40.0, 0.008},
                                  {-30.0, 0.002},
                                  {-20.0, 0.02},
                                  {-15.0, 0.005},
                                  {-10.0, 0.08}}) {
      rungs.push_back({DbFsPeak{db}, Volts{std::pow(10.0, (db + 20.0) / 20.0)}, thd});
    }
    std::reverse(rungs.begin(), rungs.end());
    const auto powers = power_at_thd(rungs, kEight);
    REQUIRE(powers);
    const auto& one = powers->at(0).crossing;
    CHECK(one.reach == Reach::Found);
    CHECK_FALSE(one.only);
    CHECK(one.below.input == DbFsPeak{-30.0});
    CHECK(one.above.input == DbFsPeak{-20.0});
    CHECK(powers->at(1).crossing.only);
    CHECK(powers->at(1).crossing.above.input == DbFsPeak{-10.0});
    CHECK(powers->at(2).crossing.reach == Reach::NotReached);
  }

  TEST_CASE("power: input sensitivity of a linear and of a soft amp") {
    const Amp linear = [](double a) { return Tone{a, 0.0}; };
    // 50 W into 8 ohm: 20 V rms, 28.284 V peak.
    const auto fifty = input_sensitivity(ladder(linear, -40.0, 0.0, 3.0), Watts{50.0}, kEight);
    REQUIRE(fifty);
    CHECK(fifty->reach == Reach::Found);
    CHECK(fifty->at.input.value() ==
          doctest::Approx(20.0 * std::log10(20.0 * std::numbers::sqrt2 / 40.0)).epsilon(1e-9));
    CHECK(fifty->at.output.value() == doctest::Approx(20.0));

    const auto ten = input_sensitivity(ladder(soft, -40.0, 0.0, 1.0), Volts{20.0});
    REQUIRE(ten);
    const double db = solve(20.0, [](double x) { return rung(soft, x).output.value(); });
    CHECK(std::abs(ten->at.input.value() - db) < 0.05);

    const auto never = input_sensitivity(ladder(soft, -40.0, 0.0, 1.0), Watts{500.0}, kEight);
    REQUIRE(never);
    CHECK(never->reach == Reach::NotReached);
  }

  TEST_CASE("power: watts, volts and dBu of measurement.md 5.4") {
    const std::array<std::array<double, 3>, 3> table{
        {{5.0, 6.3, 18.2}, {50.0, 20.0, 28.2}, {100.0, 28.3, 31.2}}};
    for (const auto& [watts, volts, dbu] : table) {
      const Volts v = analysis::volts_for(Watts{watts}, kEight);
      CHECK(v.value() == doctest::Approx(volts).epsilon(0.005));
      CHECK(dbu_of(v).value() == doctest::Approx(dbu).epsilon(0.003));
      CHECK(volts_of(dbu_of(v)).value() == doctest::Approx(v.value()));
      CHECK(analysis::power_into(v, kEight).value() == doctest::Approx(watts));
    }
  }

  TEST_CASE("power: ladders that are none are refused") {
    const auto reason = [](const std::vector<DrivePoint>& rungs, Ohms load = kEight) {
      const auto powers = power_at_thd(rungs, load);
      REQUIRE_FALSE(powers);
      CHECK_FALSE(powers.error().detail.empty());
      return powers.error().reason;
    };
    const DrivePoint a{DbFsPeak{-20.0}, Volts{1.0}, 0.001};
    const DrivePoint b{DbFsPeak{-10.0}, Volts{3.0}, 0.02};
    const DrivePoint nan{DbFsPeak{0.0}, Volts{std::numeric_limits<double>::quiet_NaN()}, 0.1};
    const DrivePoint dead{DbFsPeak{0.0}, Volts{0.0}, 0.1};
    CHECK(reason({}) == Refusal::Reason::TooShort);
    CHECK(reason({a}) == Refusal::Reason::TooShort);
    CHECK(reason({a, b, a}) == Refusal::Reason::BadParameter);
    CHECK(reason({a, b, nan}) == Refusal::Reason::BadParameter);
    CHECK(reason({a, b, dead}) == Refusal::Reason::BadParameter);
    CHECK(reason({a, b}, Ohms{0.0}) == Refusal::Reason::BadParameter);
    CHECK_FALSE(power_at_thd(std::vector{a, b}, kEight, std::vector<double>{0.0}));
    CHECK_FALSE(input_sensitivity(std::vector{a, b}, Volts{0.0}));
    CHECK_FALSE(input_sensitivity(std::vector{a, b}, Watts{5.0}, Ohms{0.0}));
    CHECK_FALSE(input_sensitivity(std::vector{a}, Volts{1.0}));
  }
}
