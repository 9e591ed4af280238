// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/load_impedance.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/analysis/support/circuit_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::circuit_bench;
using analysis::ImpedancePoint;
using analysis::load_impedance;
using analysis::LoadJig;
using analysis::LoadMethod;
using analysis::LoadOptions;
using analysis::Refusal;

namespace {

struct Pair {
  std::vector<float> source;
  std::vector<float> divided;
  analysis::ChannelPair view() const { return {source, divided}; }
};

struct Wiring {
  LoadMethod method{LoadMethod::Series};
  double resistor{10.0};
  Input source{};
  Input divided{};
  Ends ends{Ends::Silent};
};

/// What both inputs hear, from an amp of 8 ohm; the sense resistor's pad is 0 dB.
Pair record(const std::vector<double>& sound, const Circuit& load, const Wiring& wiring,
            std::uint64_t seed = 1) {
  const double r = wiring.resistor;
  const Circuit whole = [&](double hz) { return (load(hz) + r) / (load(hz) + r + 8.0); };
  const Circuit part = [&](double hz) {
    const auto z = load(hz);
    return (wiring.method == LoadMethod::Series ? z : r) / (z + r + 8.0);
  };
  return {recorded(sound, whole, wiring.source, 2 * seed, wiring.ends),
          recorded(sound, part, wiring.divided, 2 * seed + 1, wiring.ends)};
}

struct Worst {
  double percent{0.0};
  double degrees{0.0};
  std::size_t missing{0};
};

Worst against(const std::vector<ImpedancePoint>& curve, const Circuit& load) {
  Worst worst;
  for (const ImpedancePoint& point : curve) {
    if (!point.measured()) {
      ++worst.missing;
      continue;
    }
    const auto error = point.ohms / load(point.frequency.value());
    worst.percent = std::max(worst.percent, 100.0 * std::abs(std::abs(error) - 1.0));
    worst.degrees = std::max(worst.degrees, std::abs(std::arg(error)) * 180.0 / std::numbers::pi);
  }
  return worst;
}

void check_within(const Worst& worst, double percent, double degrees) {
  CAPTURE(worst.percent);
  CAPTURE(worst.degrees);
  CHECK(worst.missing == 0);
  CHECK(worst.percent < percent);
  CHECK(worst.degrees < degrees);
}

LoadJig jig(LoadMethod method, double ohms) { return {method, Ohms{ohms}}; }

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("load: the bench's Lil' Buddy has the published impedances") {
    const Circuit z = loudspeaker(kLilBuddy);
    const std::array<std::pair<double, double>, 5> table{
        {{149.0, 67.8}, {638.0, 6.36}, {3000.0, 10.5}, {5000.0, 15.6}, {10000.0, 29.5}}};
    for (const auto& [hz, ohms] : table) {
      CAPTURE(hz);
      CHECK(std::abs(z(hz)) == doctest::Approx(ohms).epsilon(0.006));
    }
  }

  TEST_CASE("load: 2 % and 2 degrees from 20 Hz to 20 kHz, both jigs, sweep and cut noise") {
    const auto sweep = sweep_sound(6.0, 0.5);
    const auto noise = noise_sound(7.0, 0.1, 5);
    for (const Circuit& load : {loudspeaker(kLilBuddy), circuit_of(kCabinet)}) {
      for (const auto& [method, ohms] :
           {std::pair{LoadMethod::Series, 10.0}, std::pair{LoadMethod::Sense, 0.22}}) {
        const Wiring quiet{method, ohms};
        const auto swept = record(sweep, load, quiet);
        const auto from_sweep = load_impedance(swept.view(), kBenchRate, jig(method, ohms));
        REQUIRE(from_sweep);
        CHECK(from_sweep->size() == 478);
        // Wanted: 2 % and 2 degrees. What is left here is the noise.
        const double limit = method == LoadMethod::Series ? 0.1 : 1.2;
        check_within(against(*from_sweep, load), limit, limit);
      }
      Wiring running{LoadMethod::Series, 10.0};
      running.ends = Ends::Cut;
      const auto noisy = record(noise, load, running);
      const auto from_noise =
          load_impedance(noisy.view(), kBenchRate, jig(LoadMethod::Series, 10.0));
      REQUIRE(from_noise);
      check_within(against(*from_noise, load), 0.5, 0.5);
    }
  }

  TEST_CASE("load: a match recording takes out what the channels differ by") {
    const auto sweep = sweep_sound(6.0, 0.5);
    const Circuit load = loudspeaker(kLilBuddy);
    Wiring unequal{LoadMethod::Series, 10.0};
    unequal.divided.gain_db = 0.3;
    unequal.divided.ac_hz = 25.0;
    unequal.divided.delay_samples = 0.3;
    const auto pair = record(sweep, load, unequal);
    const Circuit node = [](double) { return std::complex<double>{1.0}; };
    const Pair match{recorded(sweep, node, unequal.source, 71),
                     recorded(sweep, node, unequal.divided, 72)};

    const auto plain = load_impedance(pair.view(), kBenchRate, jig(LoadMethod::Series, 10.0));
    LoadOptions options;
    options.match = match.view();
    const auto corrected =
        load_impedance(pair.view(), kBenchRate, jig(LoadMethod::Series, 10.0), options);

    REQUIRE(plain);
    REQUIRE(corrected);
    CHECK(against(*plain, load).percent > 5.0);
    check_within(against(*corrected, load), 2.0, 2.0);
  }

  TEST_CASE("load: a known resistor takes out a wrong resistor value") {
    const auto sweep = sweep_sound(6.0, 0.5);
    const Circuit load = loudspeaker(kLilBuddy);
    for (const auto& [method, truth, said] :
         {std::tuple{LoadMethod::Series, 10.7, 10.0}, std::tuple{LoadMethod::Sense, 0.25, 0.22}}) {
      const Wiring wiring{method, truth};
      const auto pair = record(sweep, load, wiring);
      const auto known = record(sweep, resistor(8.2), wiring, 9);
      LoadOptions options;
      options.known = {known.view(), Ohms{8.2}};
      const auto plain = load_impedance(pair.view(), kBenchRate, jig(method, said));
      const auto scaled = load_impedance(pair.view(), kBenchRate, jig(method, said), options);
      REQUIRE(plain);
      REQUIRE(scaled);
      CHECK(against(*plain, load).percent > 5.0);
      check_within(against(*scaled, load), 2.0, 2.0);
    }
  }

  TEST_CASE("load: sigma covers the error, also where the noise is loud") {
    const auto sweep = sweep_sound(4.0, 0.5);
    const Circuit load = loudspeaker(kLilBuddy);
    Wiring loud{LoadMethod::Sense, 0.22};
    loud.divided.noise_rms = 3e-4;
    int beyond = 0;
    int count = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const auto pair = record(sweep, load, loud, seed);
      const auto curve = load_impedance(pair.view(), kBenchRate, jig(LoadMethod::Sense, 0.22));
      REQUIRE(curve);
      for (const auto& point : *curve) {
        if (!point.measured()) continue;
        const double error = point.magnitude() - std::abs(load(point.frequency.value()));
        beyond += std::abs(error) > 3.0 * point.sigma_ohms ? 1 : 0;
        ++count;
      }
    }
    CAPTURE(beyond);
    CHECK(count > 1000);
    CHECK(beyond < 0.03 * count);
  }

  TEST_CASE("load: swapped and inverted channels are refused, not measured") {
    const auto sweep = sweep_sound(3.0, 0.5);
    for (const auto& [method, ohms] :
         {std::pair{LoadMethod::Series, 10.0}, std::pair{LoadMethod::Sense, 0.22}}) {
      const auto pair = record(sweep, loudspeaker(kLilBuddy), {method, ohms});
      auto inverted = pair;
      for (float& x : inverted.divided) x = -x;
      for (const analysis::ChannelPair& wrong :
           {analysis::ChannelPair{pair.divided, pair.source}, inverted.view()}) {
        const auto curve = load_impedance(wrong, kBenchRate, jig(method, ohms));
        REQUIRE_FALSE(curve);
        CHECK(curve.error().reason == Refusal::Reason::NoMatch);
        CHECK(curve.error().detail.find("swapped") != std::string::npos);
      }
    }
  }

  TEST_CASE("load: channels that do not follow each other are refused") {
    const auto a = recorded(noise_sound(2.0, 0.1, 1), resistor(1.0), {}, 1);
    const auto b = recorded(noise_sound(2.0, 0.1, 2), resistor(1.0), {}, 2);
    const auto curve = load_impedance({a, b}, kBenchRate, jig(LoadMethod::Sense, 0.22));
    REQUIRE_FALSE(curve);
    CHECK(curve.error().reason == Refusal::Reason::NoMatch);
  }

  TEST_CASE("load: an open jig is refused or read as far above any load, never as a load") {
    const auto sweep = sweep_sound(3.0, 0.5);
    const auto open = record(sweep, resistor(1e9), {});
    const auto curve = load_impedance(open.view(), kBenchRate, jig(LoadMethod::Series, 10.0));
    if (curve) {
      for (const auto& point : *curve) CHECK_FALSE(point.magnitude() < 3e3);
    }
  }

  TEST_CASE("load: a refusal names the recording it is about") {
    const auto good = record(sweep_sound(2.0, 0.5), resistor(8.0), {});
    const std::vector<float> silence(good.source.size());
    LoadOptions options;
    options.match = analysis::ChannelPair{good.source, silence};
    auto curve = load_impedance(good.view(), kBenchRate, jig(LoadMethod::Series, 10.0), options);
    REQUIRE_FALSE(curve);
    CHECK(curve.error().reason == Refusal::Reason::Silent);
    CHECK(curve.error().detail.find("match") != std::string::npos);
    options = {};
    options.known = {{silence, good.divided}, Ohms{8.0}};
    curve = load_impedance(good.view(), kBenchRate, jig(LoadMethod::Series, 10.0), options);
    REQUIRE_FALSE(curve);
    CHECK(curve.error().detail.find("known resistor") != std::string::npos);
    curve = load_impedance(good.view(), kBenchRate, jig(LoadMethod::Series, 0.0));
    REQUIRE_FALSE(curve);
    CHECK(curve.error().reason == Refusal::Reason::BadParameter);
  }
}
