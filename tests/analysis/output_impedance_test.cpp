// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/output_impedance.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>
#include <vector>

#include "tests/analysis/support/circuit_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::circuit_bench;
using analysis::output_impedance;
using analysis::Refusal;

namespace {

using Complex = std::complex<double>;

struct Loaded {
  std::vector<float> loopback;
  std::vector<float> output;
  double ohms;
  analysis::LoadedOutput view() const { return {{loopback, output}, Ohms{ohms}}; }
};

/// A gain of 0.7 with a treble lift, behind `source`, into a resistor.
Loaded record(const std::vector<double>& sound, const Circuit& source, double ohms,
              std::uint64_t seed, double gain = 0.7) {
  const Circuit loopback = [](double) { return Complex{1.0}; };
  const Circuit output = [&](double hz) {
    const Complex amp = gain * (Complex{1.0, hz / 3000.0} / Complex{1.0, hz / 6000.0}) * 0.7;
    return amp * ohms / (ohms + source(hz));
  };
  Input input;
  return {recorded(sound, loopback, input, 2 * seed), recorded(sound, output, input, 2 * seed + 1),
          ohms};
}

const std::vector<Hertz> kGrid = analysis::octave_grid(Hertz{20.0}, Hertz{20000.0}, 12);

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("output impedance: two loads give the source back, complex ones too") {
    for (const Complex source : {Complex{0.5}, Complex{8.0, 3.0}, Complex{30.0, -12.0}}) {
      for (const auto& [z1, z2] : {std::pair{Complex{8.0}, Complex{16.0}},
                                   std::pair{Complex{6.0, 4.0}, Complex{20.0, -3.0}}}) {
        const Complex found =
            output_impedance(2.5 * z1 / (z1 + source), 2.5 * z2 / (z2 + source), z1, z2);
        CHECK(std::abs(found - source) < 1e-12 * std::abs(source));
      }
    }
  }

  TEST_CASE("output impedance: 0.5, 8 and 30 ohm with an output transformer's coil, within 1 %") {
    const auto sweep = sweep_sound(6.0, 0.5);
    for (const double ohms : {0.5, 8.0, 30.0}) {
      CAPTURE(ohms);
      const Circuit source = [ohms](double hz) {
        return ohms + Complex{0.0, 2.0 * std::numbers::pi * hz * 1e-5 * ohms};
      };
      const auto low = record(sweep, source, 8.0, 1);
      const auto high = record(sweep, source, 16.0, 2);
      const auto points = output_impedance(low.view(), high.view(), kBenchRate, kGrid);
      REQUIRE(points);
      double worst = 0.0;
      int beyond = 0;
      for (const auto& point : *points) {
        const Complex truth = source(point.frequency.value());
        const double error = std::abs(point.ohms - truth);
        worst = std::max(worst, error / std::abs(truth));
        beyond += std::abs(point.magnitude() - std::abs(truth)) > 3.5 * point.sigma_ohms ? 1 : 0;
      }
      CAPTURE(worst);
      CHECK(worst < 0.01);
      CHECK(beyond <= 4);
      CHECK((*points)[60].damping_factor(Ohms{8.0}) ==
            doctest::Approx(8.0 / std::abs(source((*points)[60].frequency.value()))).epsilon(0.01));
    }
  }

  TEST_CASE("output impedance: a gain that drifts between the takes moves it as the header says") {
    const auto sweep = sweep_sound(4.0, 0.5);
    const auto low = record(sweep, resistor(8.0), 8.0, 1);
    const auto high = record(sweep, resistor(8.0), 16.0, 2, 0.7 * 1.01);
    const auto points = output_impedance(low.view(), high.view(), kBenchRate, kGrid);
    REQUIRE(points);
    const double wanted = 0.01 * (8.0 + 8.0) * (8.0 + 16.0) / 8.0;
    CHECK((*points)[60].magnitude() - 8.0 == doctest::Approx(wanted).epsilon(0.05));
  }

  TEST_CASE("output impedance: refuses equal loads, silence and strangers") {
    const auto sweep = sweep_sound(2.0, 0.5);
    const auto a = record(sweep, resistor(8.0), 8.0, 1);
    auto b = record(sweep, resistor(8.0), 8.2, 2);
    const auto reason = [&](const Loaded& other) {
      const auto points = output_impedance(a.view(), other.view(), kBenchRate, kGrid);
      REQUIRE_FALSE(points);
      CHECK_FALSE(points.error().detail.empty());
      return points.error().reason;
    };
    CHECK(reason(b) == Refusal::Reason::BadParameter);
    b.ohms = 16.0;
    b.output.assign(b.output.size(), 0.0F);
    CHECK(reason(b) == Refusal::Reason::Silent);
    b.output = recorded(noise_sound(2.0, 0.1, 4), resistor(1.0), {}, 8);
    CHECK(reason(b) == Refusal::Reason::NoMatch);
  }
}
