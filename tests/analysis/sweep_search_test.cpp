// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sweep_search.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "analysis/sweep_response.hpp"
#include "signals/level.hpp"
#include "signals/sweep.hpp"
#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/harmonic_sweep.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;
using closed_form::Harmonic;

namespace {

const SampleRate kFileRate{48000};

/// As a file of so many bits holds it, silence around it.
std::vector<float> in_file(const std::vector<double>& sound, int bits, std::size_t before = 0) {
  std::vector<float> file(before, 0.0F);
  const double step = std::exp2(1 - bits);
  for (const double x : sound) file.push_back(static_cast<float>(std::round(x / step) * step));
  file.resize(file.size() + 20000, 0.0F);
  return file;
}

void check_law(const FoundSweep& found, const closed_form::PlainSweep& truth, std::size_t before) {
  // The found law counts from its own first sample: both must tell the same phase.
  const double start_s =
      (static_cast<double>(found.start.value()) - static_cast<double>(before)) / 48000.0;
  CHECK(found.shape.law.growth.value() == doctest::Approx(truth.growth).epsilon(1e-8));
  for (const double t : {0.1, 0.9}) {
    const double at = t * truth.samples / 48000.0;
    const double expected =
        truth.growth * truth.from * std::exp(at / truth.growth) + truth.phase_cycles;
    const double cycles =
        found.shape.law.cycles_at(Seconds{at - start_s}) + found.shape.phase_cycles;
    CHECK(std::abs(std::remainder(cycles - expected, 1.0)) < 1e-5);
  }
  CHECK(std::abs(found.shape.law.from.value() / truth.from - 1.0) < 0.01);
  CHECK(std::abs(start_s) < 0.01);
}

Refusal::Reason reason_of(const Measured<FoundSweep>& found) {
  REQUIRE(!found);
  CHECK(!found.error().detail.empty());
  return found.error().reason;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("sweep search: our own sweep is known as synchronized, with its law, level and fades") {
    signals::SweepSpec spec;
    spec.length = SampleCount{3 * 48000};
    const auto sound = signals::sweep(spec, kFileRate);
    const auto file = in_file({sound.begin(), sound.end()}, 24, 777);

    const auto found = find_sweep(file, kFileRate);

    REQUIRE(found);
    const SweepShape truth = shape_of(spec, kFileRate);
    check_law(
        *found,
        {20.0, truth.law.growth.value(), static_cast<double>(truth.length.value()), 0.0, 0, 0},
        777);
    CHECK(found->shape.synchronized());
    CHECK(found->shape.amplitude == doctest::Approx(amplitude(spec.level)).epsilon(1e-4));
    CHECK(std::abs(found->shape.to(kFileRate).value() / 20000.0 - 1.0) < 0.01);
    const double full_from = static_cast<double>((found->shape.full_from + found->start).value());
    CHECK(std::abs(full_from - 777.0 - 9600.0) < 3000.0);
    CHECK(found->residual_db < -100.0);
  }

  TEST_CASE(
      "sweep search: Farina's sweep, 16 bit or 24 bit, either polarity, is known as not "
      "synchronized, with its start phase") {
    for (const int bits : {16, 24}) {
      for (const double sign : {1.0, -1.0}) {
        auto truth = closed_form::farina(20.0, 20000.0, 2.7, kFileRate);
        truth.fade_out = 200.0;
        const auto sound = closed_form::plain_sweep_through_amp(truth, kFileRate,
                                                                {{0.3 * sign, 0.0}}, 0.0, 140000);
        const auto found = find_sweep(in_file(sound, bits), kFileRate);
        REQUIRE(found);
        if (sign < 0.0) truth.phase_cycles += 0.5;
        check_law(*found, truth, 0);
        CHECK(!found->shape.synchronized());
        CHECK(found->shape.amplitude == doctest::Approx(0.3).epsilon(1e-3));
      }
    }
  }

  TEST_CASE(
      "sweep search: harmonics of an amp are the same, phases included, whether Farina's "
      "sweep or ours was played") {
    auto plain = closed_form::farina(20.0, 20000.0, 3.3, kFileRate);
    plain.fade_in = 4000.0;
    plain.fade_out = 400.0;
    const std::vector<Harmonic> truth{{0.3, 0.2}, {0.05, 1.0}, {0.04, -2.0}, {0.01, 0.5}};
    const auto stimulus =
        closed_form::plain_sweep_through_amp(plain, kFileRate, {{0.3, 0.0}}, 500.0, 4 * 48000);
    const auto recording =
        closed_form::plain_sweep_through_amp(plain, kFileRate, truth, 1300.25, 5 * 48000);
    const auto found = find_sweep(closed_form::to_float(stimulus), kFileRate);
    REQUIRE(found);

    const auto packets = separate_orders(found->shape, closed_form::to_float(recording), kFileRate,
                                         800.25 + static_cast<double>(found->start.value()), 6);
    REQUIRE(packets);
    const auto response = sweep_response(*packets, {4, {60.0, 200.0, 1000.0, 4000.0}});

    REQUIRE(response);
    for (std::size_t n = 0; n < truth.size(); ++n) {
      for (const auto& point : response->orders[n].points) {
        if (point.hz > 0.4 * 48000.0) continue;
        INFO("order " << n + 1 << " at " << point.hz);
        CHECK(std::abs(point.level_db - 20.0 * std::log10(truth[n].amplitude / 0.3)) < 0.01);
        const double phase = truth[n].phase * 180.0 / std::numbers::pi;
        CHECK(std::abs(std::remainder(point.phase_deg - phase, 360.0)) < 0.1);
      }
    }
  }

  TEST_CASE("sweep search: refuses what is no exponential sweep, and says why") {
    const auto sweep =
        signals::sweep({.length = SampleCount{48000}, .fade_in = SampleCount{960}}, kFileRate);
    auto twice = sweep;
    twice.insert(twice.end(), sweep.begin(), sweep.end());
    auto broken = sweep;
    broken[7000] = std::nanf("");
    std::vector<float> linear(96000);
    std::vector<float> sine(96000);
    for (std::size_t i = 0; i < linear.size(); ++i) {
      const double t = static_cast<double>(i) / 48000.0;
      linear[i] = static_cast<float>(
          0.3 * std::sin(2.0 * std::numbers::pi * (20.0 * t + 0.5 * 9000.0 * t * t)));
      sine[i] = static_cast<float>(0.3 * std::sin(2.0 * std::numbers::pi * 440.0 * t));
    }
    const auto noise = closed_form::with_noise(std::vector<double>(96000, 0.0), 0.1, 3);

    CHECK(reason_of(find_sweep(linear, kFileRate)) == Refusal::Reason::NoMatch);
    CHECK(reason_of(find_sweep(sine, kFileRate)) == Refusal::Reason::NoMatch);
    CHECK(reason_of(find_sweep(noise, kFileRate)) == Refusal::Reason::NoMatch);
    CHECK(reason_of(find_sweep(twice, kFileRate)) == Refusal::Reason::NoMatch);
    CHECK(reason_of(find_sweep(broken, kFileRate)) == Refusal::Reason::NotFinite);
    CHECK(reason_of(find_sweep(std::vector<float>(96000, 0.0F), kFileRate)) ==
          Refusal::Reason::Silent);
    CHECK(reason_of(find_sweep(std::span(sweep).first(3000), kFileRate)) ==
          Refusal::Reason::TooShort);
    CHECK(reason_of(find_sweep(sweep, SampleRate{0})) == Refusal::Reason::BadParameter);
  }
}
