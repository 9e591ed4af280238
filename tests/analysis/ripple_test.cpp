// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/ripple.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/idle_sound.hpp"

using namespace ampsweep;
using analysis::Mains;
using analysis::measure_ripple;
using analysis::Refusal;

namespace {

constexpr SampleRate kRippleRate{48000};
constexpr std::size_t kRippleLength = 192000;

struct ModulatedTone {
  double hz{997.0};
  double peak{0.1};
  double line_hz{50.0};
  std::vector<double> am{};  ///< Depth at 2 n f, n = 1, 2, ...
  std::vector<double> pm{};  ///< Radians at 2 n f.
  double second_harmonic{0.01};
};

/// A (1 + sum m_n cos(n W t)) cos(w t + sum b_n cos(n W t)), W twice the mains.
std::vector<double> modulated(const ModulatedTone& tone, std::size_t length = kRippleLength,
                              double rate = 48000.0) {
  std::vector<double> x(length);
  for (std::size_t n = 0; n < length; ++n) {
    const double t = 2.0 * std::numbers::pi * static_cast<double>(n) / rate;
    double gain = 1.0;
    double phase = t * tone.hz;
    for (std::size_t i = 0; i < tone.am.size(); ++i) {
      gain += tone.am[i] * std::cos(2.0 * static_cast<double>(i + 1) * tone.line_hz * t + 0.3);
    }
    for (std::size_t i = 0; i < tone.pm.size(); ++i) {
      phase += tone.pm[i] * std::cos(2.0 * static_cast<double>(i + 1) * tone.line_hz * t + 1.1);
    }
    x[n] = tone.peak * gain * (std::cos(phase) + tone.second_harmonic * std::cos(2.0 * phase));
  }
  return x;
}

double ripple_db(double ratio) { return 20.0 * std::log10(ratio); }

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("ripple: amplitude modulation m shows sidebands of m/2, 0.1 dB, mains to 0.01 Hz") {
    for (const double line_hz : {49.987, 50.21, 60.02}) {
      CAPTURE(line_hz);
      auto x = modulated({.line_hz = line_hz, .am = {2e-3, 2e-4, 2e-3, 1e-3}});
      // Hum itself lies beside the sidebands and must not disturb them.
      closed_form::add_lines(x, 48000.0, closed_form::comb(line_hz, {-70, -70, -80, -80}));
      const auto ripple =
          measure_ripple(closed_form::with_noise(x, 1e-5, 4), kRippleRate, Hertz{1000.0});
      REQUIRE(ripple);
      CHECK(ripple->mains == (line_hz < 55.0 ? Mains::Hz50 : Mains::Hz60));
      CHECK(std::abs(ripple->tone.value() - 997.0) < 1e-3);
      CHECK(std::abs(ripple->tone_level.value() - ripple_db(0.1 / std::numbers::sqrt2)) < 0.01);
      CHECK(std::abs(ripple->line.value() - line_hz) < 0.01);
      CHECK(std::abs(ripple->line.value() - line_hz) < 5.0 * ripple->line_sigma.value());
      const std::vector<double> depth{2e-3, 2e-4, 2e-3, 1e-3};
      for (std::size_t i = 0; i < depth.size(); ++i) {
        const auto& order = ripple->orders.at(i);
        REQUIRE(order.lower.measured);
        REQUIRE(order.upper.measured);
        CHECK(std::abs(order.lower.level_dbc.value() - ripple_db(depth[i] / 2.0)) < 0.1);
        CHECK(std::abs(order.upper.level_dbc.value() - ripple_db(depth[i] / 2.0)) < 0.1);
        CHECK(std::abs(order.am_percent / (100.0 * depth[i]) - 1.0) < 0.02);
        CHECK(order.pm_degrees < 0.05 * order.am_percent);
        CHECK(std::abs(order.offset.value() - 2.0 * (static_cast<double>(i) + 1.0) * line_hz) <
              0.1);
      }
    }
  }

  TEST_CASE("ripple: phase modulation is told from amplitude modulation") {
    const auto ripple =
        measure_ripple(closed_form::with_noise(modulated({.am = {1e-4}, .pm = {2e-3}}), 1e-6, 4),
                       kRippleRate, Hertz{997.0});
    REQUIRE(ripple);
    CHECK(std::abs(ripple->orders[0].pm_degrees / (2e-3 * 180.0 / std::numbers::pi) - 1.0) < 0.02);
    CHECK(std::abs(ripple->orders[0].am_percent - 0.01) < 0.001);
  }

  TEST_CASE("ripple: -100 dBc beside a distorted low E and beside 5 kHz, 0.1 dB") {
    for (const double hz : {82.41, 997.0, 5003.0}) {
      CAPTURE(hz);
      const auto ripple = measure_ripple(
          closed_form::to_float(modulated({.hz = hz, .peak = 0.4, .line_hz = 50.03, .am = {2e-5}})),
          kRippleRate, Hertz{hz});
      REQUIRE(ripple);
      const auto& upper = ripple->orders[0].upper;
      REQUIRE(upper.measured);
      CHECK(std::abs(upper.level_dbc.value() + 100.0) < 0.1);
      CHECK(ripple->orders[0].lower.hidden == (hz < 100.0));
    }
  }

  TEST_CASE("ripple: none is found in a clean tone, and the limit falls with the noise") {
    double last = 0.0;
    for (const double noise : {1e-4, 1e-6}) {
      for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const auto ripple = measure_ripple(closed_form::with_noise(modulated({}), noise, seed),
                                           kRippleRate, Hertz{997.0});
        REQUIRE(ripple);
        CHECK(ripple->mains == Mains::None);
        CHECK(std::isinf(ripple->line_sigma.value()));
        CHECK(ripple->orders[0].am_percent == 0.0);
        CHECK(ripple->orders[0].upper.limit_dbc.value() < last - 20.0);
      }
      last = -60.0;
    }
  }

  TEST_CASE("ripple: hum right on the sidebands is not possible beside 997 Hz") {
    auto x = modulated({});
    closed_form::add_lines(x, 48000.0, closed_form::comb(50.0, std::vector<double>(40, -60.0)));
    const auto ripple =
        measure_ripple(closed_form::with_noise(x, 1e-6, 4), kRippleRate, Hertz{997.0});
    REQUIRE(ripple);
    CHECK(ripple->mains == Mains::None);
  }

  TEST_CASE("ripple: a harmonic of the tone on a sideband hides it") {
    const auto ripple =
        measure_ripple(closed_form::with_noise(modulated({.hz = 100.0, .am = {1e-3}}), 1e-6, 4),
                       kRippleRate, Hertz{100.0});
    REQUIRE(ripple);
    CHECK(ripple->orders[0].upper.hidden);
    CHECK_FALSE(ripple->orders[0].upper.measured);
  }

  TEST_CASE("ripple: refuses silence, noise, another tone, a clipped one, too little") {
    const auto tone = closed_form::to_float(modulated({}));
    const auto reason = [](const std::vector<float>& x, double hz) {
      return measure_ripple(x, kRippleRate, Hertz{hz}).error().reason;
    };
    CHECK(reason(std::vector<float>(kRippleLength, 0.0F), 997.0) == Refusal::Reason::Silent);
    CHECK(reason(closed_form::to_float(closed_form::white_noise(-40.0, kRippleLength, 3)), 997.0) ==
          Refusal::Reason::NoMatch);
    CHECK(reason(tone, 440.0) == Refusal::Reason::NoMatch);
    CHECK(reason(tone, 30.0) == Refusal::Reason::BadParameter);
    CHECK(reason(tone, 23900.0) == Refusal::Reason::BadParameter);
    CHECK(reason({tone.begin(), tone.begin() + 1000}, 997.0) == Refusal::Reason::TooShort);
    auto bad = tone;
    bad[100] = 1.0F;
    CHECK(reason(bad, 997.0) == Refusal::Reason::Clipped);
    bad[100] = std::numeric_limits<float>::quiet_NaN();
    CHECK(reason(bad, 997.0) == Refusal::Reason::NotFinite);
  }
}
