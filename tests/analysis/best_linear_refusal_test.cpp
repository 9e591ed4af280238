// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "analysis/best_linear.hpp"
#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/multisine_amp.hpp"

using namespace ampsweep;
using analysis::best_linear;
using analysis::Refusal;
using closed_form::delayed;
using closed_form::through;
using closed_form::to_float;
using signals::MultisineSpec;

namespace {

const SampleRate kRate{48000};
constexpr std::size_t kLate = 500;

MultisineSpec spec_of(std::int64_t period = 4096, std::uint64_t seed = 1) {
  return {.from = Hertz{100.0},
          .to = Hertz{9000.0},
          .period = SampleCount{period},
          .realizations = 2,
          .periods = 3,
          .seed = seed};
}

double driven(double x) { return 0.3 * std::tanh(20.0 * x + 0.5); }

std::vector<float> played_late(const MultisineSpec& spec) {
  return to_float(delayed(through(signals::multisine(spec, kRate).samples, driven), kLate));
}

Refusal::Reason reason(const analysis::Measured<analysis::BestLinear>& result) {
  REQUIRE(!result);
  CHECK(!result.error().detail.empty());
  INFO(result.error().detail);
  return result.error().reason;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("best linear: a driven amp is no wrong stimulus, whatever the seed") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      CHECK(best_linear(spec_of(4096, seed), played_late(spec_of(4096, seed)), {}, kRate, kLate));
    }
  }

  TEST_CASE("best linear: refuses another seed, period, count, place and sound; names the reason") {
    const MultisineSpec spec = spec_of();
    auto good = played_late(spec);
    good.resize(good.size() + 40000, 0.0F);
    REQUIRE(best_linear(spec, good, {}, kRate, kLate));
    for (std::uint64_t seed = 2; seed <= 20; ++seed) {
      CHECK(reason(best_linear(spec_of(4096, seed), good, {}, kRate, kLate)) ==
            Refusal::Reason::NoMatch);
    }
    CHECK(reason(best_linear(spec_of(4100), good, {}, kRate, kLate)) == Refusal::Reason::NoMatch);
    CHECK(reason(best_linear(spec_of(2048), good, {}, kRate, kLate)) == Refusal::Reason::NoMatch);
    auto other = spec;
    other.periods = 2;
    other.realizations = 3;
    CHECK(reason(best_linear(other, good, {}, kRate, kLate)) == Refusal::Reason::NoMatch);
    other = spec;
    other.to = Hertz{8000.0};
    CHECK(reason(best_linear(other, good, {}, kRate, kLate)) == Refusal::Reason::NoMatch);
    CHECK(reason(best_linear(spec, good, {}, kRate, kLate + 2500.0)) == Refusal::Reason::NoMatch);
    const auto noise = closed_form::with_noise(std::vector<double>(good.size()), 0.1, 3);
    CHECK(reason(best_linear(spec, noise, {}, kRate, kLate)) == Refusal::Reason::NoMatch);
    CHECK(reason(best_linear(spec, good, noise, kRate, kLate)) == Refusal::Reason::NoMatch);
  }

  TEST_CASE("best linear: refuses silence, NaN, clipping, too short and unusable parameters") {
    const MultisineSpec spec = spec_of();
    const auto good = played_late(spec);
    const std::vector<float> silence(good.size(), 0.0F);
    auto broken = good;
    broken[9000] = std::nanf("");
    auto clipped = good;
    for (float& x : clipped) x = std::clamp(10.0F * x, -1.0F, 1.0F);
    CHECK(reason(best_linear(spec, silence, {}, kRate, kLate)) == Refusal::Reason::Silent);
    CHECK(reason(best_linear(spec, good, silence, kRate, kLate)) == Refusal::Reason::Silent);
    CHECK(reason(best_linear(spec, broken, {}, kRate, kLate)) == Refusal::Reason::NotFinite);
    CHECK(reason(best_linear(spec, clipped, {}, kRate, kLate)) == Refusal::Reason::Clipped);
    CHECK(reason(best_linear(spec, good, clipped, kRate, kLate)) == Refusal::Reason::Clipped);
    CHECK(reason(best_linear(spec, std::span(good).first(30000), {}, kRate, kLate)) ==
          Refusal::Reason::TooShort);
    CHECK(reason(best_linear(spec, good, std::span(good).first(30000), kRate, kLate)) ==
          Refusal::Reason::TooShort);
    CHECK(reason(best_linear(spec, {}, {}, kRate, kLate)) == Refusal::Reason::TooShort);
    CHECK(reason(best_linear(spec, good, {}, kRate, -1.0)) == Refusal::Reason::TooShort);
    CHECK(reason(best_linear(spec, good, {}, kRate, std::nan(""))) ==
          Refusal::Reason::BadParameter);
    CHECK(reason(best_linear(spec, good, {}, SampleRate{0}, kLate)) ==
          Refusal::Reason::BadParameter);
    auto bad = spec;
    bad.periods = 1;
    CHECK(reason(best_linear(bad, good, {}, kRate, kLate)) == Refusal::Reason::BadParameter);
  }

  TEST_CASE("best linear: two clocks are refused from 0.2 to 50 ppm, not below the noise") {
    const MultisineSpec spec = {.from = Hertz{100.0},
                                .to = Hertz{9000.0},
                                .period = SampleCount{2048},
                                .realizations = 2,
                                .periods = 3};
    for (const double ppm : {-50.0, -1.0, 0.2, 5.0, 50.0}) {
      const auto sound = closed_form::through_wire(spec, kRate, kLate, ppm, 2048 * 8 + kLate + 2);
      const auto result = best_linear(spec, to_float(sound), {}, kRate, kLate);
      CHECK(reason(result) == Refusal::Reason::Ambiguous);
    }
    const auto sound = closed_form::through_wire(spec, kRate, kLate, 0.2, 2048 * 8 + kLate + 2);
    const auto noisy = closed_form::with_noise(sound, 1e-3, 4);
    const auto result = best_linear(spec, noisy, {}, kRate, kLate);
    REQUIRE(result);
    CHECK(std::abs(result->clock_offset_ppm - 0.2) < 4.0 * result->clock_offset_sigma_ppm);
  }
}
