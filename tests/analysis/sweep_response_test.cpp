// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sweep_response.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "signals/level.hpp"
#include "signals/sweep.hpp"
#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/harmonic_sweep.hpp"

using namespace ampsweep;
using analysis::HarmonicResponse;
using analysis::Refusal;
using analysis::sweep_response;
using analysis::SweepOptions;
using closed_form::Harmonic;

namespace {

const SampleRate kRate{48000};
const signals::SweepSpec kSweep{};  // 20 Hz - 20 kHz, 8 s, -12 dBFS
constexpr double kDelay = 300.37;
constexpr std::int64_t kLength = 8 * 48000 + 36000;

SweepOptions options(int orders) {
  SweepOptions wanted{orders, {}};
  for (double hz = 40.0; hz < 18000.0; hz *= 1.19) wanted.excitation_hz.push_back(hz);
  return wanted;
}

struct Worst {
  double level_db{0.0};
  double phase_deg{0.0};
  int points{0};
};

/// Largest errors of one order up to 0.4 of the rate.
Worst worst_of(const HarmonicResponse& order, const Harmonic& truth) {
  Worst worst;
  const double sign = truth.amplitude < 0.0 ? 180.0 : 0.0;
  for (const auto& point : order.points) {
    if (point.hz > 0.4 * 48000.0 || std::isnan(point.level_db)) continue;
    const double level = 20.0 * std::log10(std::abs(truth.amplitude) / amplitude(kSweep.level));
    const double phase = truth.phase * 180.0 / std::numbers::pi + sign;
    worst.level_db = std::max(worst.level_db, std::abs(point.level_db - level));
    worst.phase_deg =
        std::max(worst.phase_deg, std::abs(std::remainder(point.phase_deg - phase, 360.0)));
    ++worst.points;
  }
  return worst;
}

Refusal::Reason reason(const analysis::Measured<analysis::SweepResponse>& response) {
  REQUIRE(!response);
  CHECK(!response.error().detail.empty());
  return response.error().reason;
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE(
      "sweep response: harmonics 1 to 4 of a polynomial amp within 0.01 dB and 0.1 degree from 40 "
      "Hz "
      "to 19.2 kHz, orders it does not make below -140 dBc") {
    const auto truth =
        closed_form::polynomial_harmonics(amplitude(kSweep.level), 1.0, 0.5, 0.7, 0.4);
    const auto recording = closed_form::to_float(
        closed_form::sweep_through_amp(kSweep, kRate, truth, kDelay, kLength));

    const auto response = sweep_response(kSweep, recording, kRate, kDelay, options(10));

    REQUIRE(response);
    REQUIRE(response->orders.size() == 10);
    for (std::size_t n = 0; n < truth.size(); ++n) {
      const Worst worst = worst_of(response->orders[n], truth[n]);
      INFO("order " << n + 1 << " dB " << worst.level_db << " deg " << worst.phase_deg);
      CHECK(worst.level_db < 0.01);
      CHECK(worst.phase_deg < 0.1);
      CHECK(worst.points >= 25);
      CHECK(response->orders[n].edge_db < -80.0);
    }
    for (std::size_t n = 4; n < 10; ++n) {
      for (const auto& point : response->orders[n].points) {
        if (!std::isnan(point.level_db)) CHECK(point.level_db < -140.0);
      }
    }
    CHECK(response->ghost_dbc < -140.0);
  }

  TEST_CASE(
      "sweep response: ten harmonics of an atan saturator within 0.01 dB and 0.1 degree; at 80 dB "
      "SNR within 0.05 dB; its missing even orders are below their limit") {
    auto truth = closed_form::atan_harmonics(30.0, 13);
    for (Harmonic& harmonic : truth) harmonic.amplitude *= 0.3;
    const auto clean = closed_form::sweep_through_amp(kSweep, kRate, truth, kDelay, kLength);
    const double noise = truth[0].amplitude / std::sqrt(2.0) * 1e-4;
    struct Case {
      double noise;
      double db;
      double deg;
    };
    for (const Case c : {Case{0.0, 0.01, 0.1}, Case{noise, 0.05, 1.0}}) {
      const auto recording = closed_form::with_noise(clean, c.noise, 8);
      const auto response = sweep_response(kSweep, recording, kRate, kDelay, options(10));
      REQUIRE(response);
      for (std::size_t n = 0; n < 10; n += 2) {
        const Worst worst = worst_of(response->orders[n], truth[n]);
        INFO("order " << n + 1 << " dB " << worst.level_db << " deg " << worst.phase_deg);
        CHECK(worst.level_db < c.db);
        CHECK(worst.phase_deg < c.deg);
        CHECK(worst.points >= 20);
      }
      if (c.noise == 0.0) continue;
      int shown = 0;
      int hidden = 0;
      for (const auto& point : response->orders[3].points) {
        ++(std::isnan(point.level_db) ? hidden : shown);
      }
      CHECK(shown <= hidden / 8);
    }
  }

  TEST_CASE(
      "sweep response: at 80 dB SNR harmonics above -60 dBc are within 0.05 dB of their truth") {
    const double a = amplitude(kSweep.level);
    const std::vector<Harmonic> truth{{a, 0.0}, {a * 1e-2, 0.4}, {a * 1.1e-3, -1.0}};
    const auto recording = closed_form::with_noise(
        closed_form::sweep_through_amp(kSweep, kRate, truth, kDelay, kLength),
        a / std::sqrt(2.0) * 1e-4, 8);
    SweepOptions low = options(3);
    std::erase_if(low.excitation_hz, [](double hz) { return hz > 1000.0; });
    const auto response = sweep_response(kSweep, recording, kRate, kDelay, low);
    REQUIRE(response);
    for (std::size_t n = 0; n < truth.size(); ++n) {
      const Worst worst = worst_of(response->orders[n], truth[n]);
      INFO("order " << n + 1 << " dB " << worst.level_db);
      CHECK(worst.level_db < 0.05);
    }
  }

  TEST_CASE("sweep response: points outside the sweep, in its fades and above 0.45 fs are NaN") {
    const std::vector<Harmonic> wire{{amplitude(kSweep.level), 0.0}};
    const auto recording =
        closed_form::to_float(closed_form::sweep_through_amp(kSweep, kRate, wire, 0.0, kLength));
    const auto response = sweep_response(kSweep, recording, kRate, 0.0,
                                         {3, {10.0, 21.0, 1000.0, 8000.0, 19900.0, 30000.0}});
    REQUIRE(response);
    const auto known = [&](int order, std::size_t i) {
      return !std::isnan(response->orders[static_cast<std::size_t>(order - 1)].points[i].level_db);
    };
    CHECK(!known(1, 0));
    CHECK(!known(1, 1));
    CHECK(known(1, 2));
    CHECK(known(1, 3));
    CHECK(!known(1, 4));
    CHECK(!known(1, 5));
    CHECK(!known(3, 3));  // 24 kHz
    CHECK(response->orders[2].points[2].hz == 3000.0);
    CHECK(std::abs(response->orders[0].points[2].level_db) < 0.001);
  }

  TEST_CASE(
      "sweep response: the limit is the noise: half of it is the rms of 12 empty recordings") {
    const double a = amplitude(kSweep.level);
    const std::vector<Harmonic> wire{{a, 0.0}};
    const auto clean = closed_form::sweep_through_amp(kSweep, kRate, wire, 0.0, kLength);
    const SweepOptions wanted{5, {100.0, 400.0, 1600.0}};
    const auto exact = sweep_response(kSweep, closed_form::to_float(clean), kRate, 0.0, wanted);
    REQUIRE(exact);
    double measured = 0.0;
    double predicted = 0.0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const auto noisy =
          sweep_response(kSweep, closed_form::with_noise(clean, 1e-3, seed), kRate, 0.0, wanted);
      REQUIRE(noisy);
      for (std::size_t i = 0; i < 3; ++i) {
        const auto& with = noisy->orders[0].points[i];
        const auto& without = exact->orders[0].points[i];
        const auto value = [](const auto& p) {
          return std::polar(ratio(Decibels{p.level_db}), p.phase_deg * std::numbers::pi / 180.0);
        };
        const double limit = ratio(Decibels{with.limit_db});
        measured += std::norm(value(with) - value(without)) / (0.25 * limit * limit) / 12.0;
        predicted += 1.0 / 12.0;
      }
    }
    CHECK(measured / predicted > 0.4);
    CHECK(measured / predicted < 2.2);
  }
}

TEST_SUITE("unit") {
  TEST_CASE("sweep response: default grid is third octaves; other rates and lengths work") {
    const SampleRate rate{44100};
    signals::SweepSpec sweep{.from = Hertz{50.0},
                             .to = Hertz{18000.0},
                             .length = SampleCount{3 * 44100},
                             .fade_in = SampleCount{4410},
                             .fade_out = SampleCount{441}};
    const std::vector<Harmonic> truth{{0.2, 0.0}, {0.02, 1.0}};
    const auto recording =
        closed_form::to_float(closed_form::sweep_through_amp(sweep, rate, truth, 10.5, 4 * 44100));
    const auto response = sweep_response(sweep, recording, rate, 10.5, {2, {}});
    REQUIRE(response);
    const auto& second = response->orders[1];
    CHECK(second.points.size() >= 20);
    for (const auto& point : second.points) {
      if (std::isnan(point.level_db) || point.hz < 250.0 || point.hz > 17000.0) continue;
      CHECK(point.level_db ==
            doctest::Approx(20.0 * std::log10(0.02 / amplitude(sweep.level))).epsilon(0.001));
      CHECK(point.phase_deg == doctest::Approx(180.0 / std::numbers::pi).epsilon(0.005));
    }
  }

  TEST_CASE("sweep response: refuses what is not this sweep, and says why") {
    signals::SweepSpec sweep{.length = SampleCount{48000}, .fade_in = SampleCount{960}};
    const auto good = closed_form::to_float(
        closed_form::sweep_through_amp(sweep, kRate, {{0.25, 0.0}}, 0.0, 2 * 48000));
    auto other_spec = sweep;
    other_spec.length = SampleCount{60000};
    const auto other = closed_form::to_float(
        closed_form::sweep_through_amp(other_spec, kRate, {{0.25, 0.0}}, 0.0, 2 * 48000));
    const auto noise = closed_form::with_noise(std::vector<double>(96000, 0.0), 0.1, 3);
    auto broken = good;
    broken[1000] = std::nanf("");
    const std::vector<float> silence(96000, 0.0F);
    signals::SweepSpec backwards{.from = Hertz{2000.0}, .to = Hertz{20.0}};

    CHECK(sweep_response(sweep, good, kRate, 0.0, {3, {}}));
    CHECK(reason(sweep_response(sweep, noise, kRate, 0.0)) == Refusal::Reason::NoMatch);
    CHECK(reason(sweep_response(sweep, other, kRate, 0.0)) == Refusal::Reason::NoMatch);
    CHECK(reason(sweep_response(sweep, good, kRate, 2500.0)) == Refusal::Reason::NoMatch);
    CHECK(reason(sweep_response(sweep, silence, kRate, 0.0)) == Refusal::Reason::Silent);
    CHECK(reason(sweep_response(sweep, broken, kRate, 0.0)) == Refusal::Reason::NotFinite);
    CHECK(reason(sweep_response(sweep, std::span(good).first(40000), kRate, 0.0)) ==
          Refusal::Reason::TooShort);
    CHECK(reason(sweep_response(sweep, good, kRate, 60000.0)) == Refusal::Reason::TooShort);
    CHECK(reason(sweep_response(sweep, good, kRate, -1.0)) == Refusal::Reason::TooShort);
    CHECK(reason(sweep_response(sweep, good, kRate, std::nan(""))) ==
          Refusal::Reason::BadParameter);
    CHECK(reason(sweep_response(sweep, good, kRate, 0.0, {0, {}})) ==
          Refusal::Reason::BadParameter);
    CHECK(reason(sweep_response(sweep, good, kRate, 0.0, {51, {}})) ==
          Refusal::Reason::BadParameter);
    CHECK(reason(sweep_response(sweep, good, kRate, 0.0, {3, {-5.0}})) ==
          Refusal::Reason::BadParameter);
    CHECK(reason(sweep_response(backwards, good, kRate, 0.0)) == Refusal::Reason::BadParameter);
    CHECK(reason(sweep_response(sweep, good, SampleRate{8000}, 0.0)) ==
          Refusal::Reason::BadParameter);
  }
}
