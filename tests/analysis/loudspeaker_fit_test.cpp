// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/loudspeaker_fit.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <utility>
#include <vector>

#include "tests/analysis/support/circuit_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::circuit_bench;
using analysis::fit_loudspeaker;
using analysis::ImpedancePoint;
using analysis::LoadMethod;
using analysis::LoudspeakerFit;
using analysis::LoudspeakerModel;
using analysis::Refusal;

namespace {

std::vector<ImpedancePoint> exact(const Circuit& load, double from = 20.0, double to = 20000.0) {
  std::vector<ImpedancePoint> curve;
  for (const Hertz f : analysis::octave_grid(Hertz{from}, Hertz{to}, 48)) {
    curve.push_back({f, load(f.value()), 0.0, 1.0});
  }
  return curve;
}

struct Figures {
  double f0, qms, qes, qts, zmax;
};

void check_figures(const LoudspeakerFit& fit, const Figures& truth, double f0_share,
                   double q_share) {
  CHECK(fit.model.f0().value() == doctest::Approx(truth.f0).epsilon(f0_share));
  CHECK(fit.model.qms() == doctest::Approx(truth.qms).epsilon(q_share));
  CHECK(fit.model.qes() == doctest::Approx(truth.qes).epsilon(q_share));
  CHECK(fit.model.qts() == doctest::Approx(truth.qts).epsilon(q_share));
  CHECK(fit.model.zmax().value() == doctest::Approx(truth.zmax).epsilon(q_share));
}

constexpr Figures kLilBuddyFigures{149.0, 9.06, 0.93, 9.06 * 0.93 / (9.06 + 0.93),
                                   6.31 * (1.0 + 9.06 / 0.93)};

std::vector<ImpedancePoint> measured(const Circuit& load, const std::vector<double>& sound,
                                     double noise_rms, std::uint64_t seed) {
  const Circuit whole = [&](double hz) { return (load(hz) + 10.0) / (load(hz) + 18.0); };
  const Circuit part = [&](double hz) { return load(hz) / (load(hz) + 18.0); };
  Input input;
  input.noise_rms = noise_rms;
  const auto source = recorded(sound, whole, input, 2 * seed);
  const auto divided = recorded(sound, part, input, 2 * seed + 1);
  const auto curve =
      analysis::load_impedance({source, divided}, kBenchRate, {LoadMethod::Series, Ohms{10.0}});
  REQUIRE(curve);
  return *curve;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("loudspeaker model: the published parts of the Lil' Buddy give its published curve") {
    const LoudspeakerModel model{6.31, 61.5, 157e-6, 7.25e-3, 0.46e-3, 1e-9, 1.0};
    const std::array<std::pair<double, double>, 5> table{
        {{149.0, 67.8}, {638.0, 6.36}, {3000.0, 10.5}, {5000.0, 15.6}, {10000.0, 29.5}}};
    for (const auto& [hz, ohms] : table) {
      CAPTURE(hz);
      CHECK(std::abs(model.impedance(Hertz{hz})) == doctest::Approx(ohms).epsilon(0.006));
    }
    CHECK(model.f0().value() == doctest::Approx(149.0).epsilon(0.003));
    CHECK(model.qms() == doctest::Approx(9.06).epsilon(0.003));
    CHECK(model.qes() == doctest::Approx(0.93).epsilon(0.003));
  }

  TEST_CASE("loudspeaker fit: an exact curve gives its circuit back") {
    const auto buddy = fit_loudspeaker(exact(loudspeaker(kLilBuddy)));
    REQUIRE(buddy);
    check_figures(*buddy, kLilBuddyFigures, 1e-4, 1e-4);
    CHECK(buddy->residual.rms_percent < 0.01);

    const auto cabinet = fit_loudspeaker(exact(circuit_of(kCabinet)));
    REQUIRE(cabinet);
    const LoudspeakerModel& m = cabinet->model;
    for (const auto& [found, truth] :
         {std::pair{m.re, kCabinet.re}, std::pair{m.res, kCabinet.res},
          std::pair{m.ces, kCabinet.ces}, std::pair{m.les, kCabinet.les},
          std::pair{m.l1, kCabinet.l1}, std::pair{m.l2, kCabinet.l2},
          std::pair{m.r2, kCabinet.r2}}) {
      CHECK(found == doctest::Approx(truth).epsilon(1e-4));
    }
    CHECK(cabinet->residual.rms_percent < 0.001);
  }

  TEST_CASE("loudspeaker fit: finds resonances of any height and place from cold") {
    for (const double f0 : {45.0, 120.0, 400.0}) {
      for (const double qms : {1.0, 12.0}) {
        for (const double qes : {0.4, 1.5}) {
          CAPTURE(f0);
          CAPTURE(qms);
          CAPTURE(qes);
          const auto fit = fit_loudspeaker(exact(loudspeaker({f0, 12.0, qms, qes, 0.9e-3})));
          REQUIRE(fit);
          check_figures(*fit, {f0, qms, qes, qms * qes / (qms + qes), 12.0 * (1.0 + qms / qes)},
                        1e-3, 1e-3);
        }
      }
    }
  }

  TEST_CASE("loudspeaker fit: f0 within 0.1 %, Q within 1 %, curve within 1 % from a recording") {
    for (const double noise : {3e-5, 3e-4}) {
      const auto curve = measured(loudspeaker(kLilBuddy), sweep_sound(6.0, 0.5), noise, 1);
      const auto fit = fit_loudspeaker(curve);
      REQUIRE(fit);
      check_figures(*fit, kLilBuddyFigures, 0.001, 0.01);
      // The sheet's plain coil leaves L2 and R2 without meaning; the others keep their doubt.
      CHECK(fit->f0_sigma.value() < 0.1);
      CHECK(fit->re_sigma.value() < 0.1);
      CHECK(fit->qms_sigma < 0.1);
      CHECK(fit->qes_sigma < 0.05);
      for (const double hz : {20.0, 60.0, 140.0, 149.0, 160.0, 638.0, 3000.0, 20000.0}) {
        const auto error = fit->model.impedance(Hertz{hz}) / loudspeaker(kLilBuddy)(hz);
        CHECK(std::abs(std::abs(error) - 1.0) < 0.01);
        CHECK(std::abs(std::arg(error)) < 0.0175);
      }
    }
  }

  TEST_CASE("loudspeaker fit: sigma is what the noise does to f0 and Qms") {
    const auto sweep = sweep_sound(3.0, 0.5);
    double f0_score = 0.0;
    double q_score = 0.0;
    constexpr int kRuns = 8;
    for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
      const auto fit = fit_loudspeaker(measured(loudspeaker(kLilBuddy), sweep, 1e-3, seed));
      REQUIRE(fit);
      f0_score += std::pow((fit->model.f0().value() - 149.0) / fit->f0_sigma.value(), 2);
      q_score += std::pow((fit->model.qms() - 9.06) / fit->qms_sigma, 2);
    }
    CAPTURE(f0_score / kRuns);
    CAPTURE(q_score / kRuns);
    CHECK(f0_score / kRuns < 4.0);
    CHECK(f0_score / kRuns > 0.1);
    CHECK(q_score / kRuns < 4.0);
    CHECK(q_score / kRuns > 0.1);
  }

  TEST_CASE("loudspeaker fit: what the circuit cannot be shows as a residual") {
    const Circuit ported = [](double hz) {
      return loudspeaker(kLilBuddy)(hz) +
             25.0 / std::complex<double>{1.0, 6.0 * (hz / 60.0 - 60.0 / hz)};
    };
    const auto fit = fit_loudspeaker(exact(ported));
    REQUIRE(fit);
    CHECK(fit->residual.rms_percent > 5.0);
    CHECK(fit->residual.most_percent_at.value() == doctest::Approx(60.0).epsilon(0.2));
    CHECK(fit->residual.most_percent > 20.0);
    CHECK(fit->residual.most_degrees > 10.0);
  }

  TEST_CASE("loudspeaker fit: a resistor, a cut-off peak and too little curve are refused") {
    const auto reason = [](const std::vector<ImpedancePoint>& curve) {
      const auto fit = fit_loudspeaker(curve);
      REQUIRE_FALSE(fit);
      CHECK_FALSE(fit.error().detail.empty());
      return fit.error().reason;
    };
    CHECK(reason(exact(resistor(8.0))) == Refusal::Reason::NoMatch);
    const Circuit coil = [](double hz) { return std::complex<double>{8.0, hz * 2e-3}; };
    CHECK(reason(exact(coil)) == Refusal::Reason::NoMatch);
    CHECK(reason(exact(loudspeaker(kLilBuddy), 150.0)) == Refusal::Reason::NoMatch);
    CHECK(reason(exact(loudspeaker(kLilBuddy), 100.0, 300.0)) == Refusal::Reason::TooShort);
    CHECK(reason({}) == Refusal::Reason::TooShort);
  }
}
