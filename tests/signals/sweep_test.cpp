// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/sweep.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "signals/level.hpp"
#include "signals/scaling.hpp"
#include "tests/signals/spectrum.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

namespace {

constexpr SampleRate kRate{48000};

/// Novak's closed form of the unfaded sweep's spectrum (measurement.md 1.2), in seconds.
std::complex<double> analytic_spectrum(const ExponentialLaw& law, double f) {
  const double L = law.growth.value();
  const double f1 = law.from.value();
  const double phase = 2.0 * std::numbers::pi * f * L * (1.0 - std::log(f / f1));
  return std::polar(0.5 * std::sqrt(L / f), phase - std::numbers::pi / 4.0);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("sweep: L is rounded so that f1 L is whole: 8 s, 20 Hz - 20 kHz give L = 23 / 20 s") {
    const ExponentialLaw law = sweep_law({}, kRate);
    CHECK(law.from == Hertz{20.0});
    CHECK(law.growth.value() == 23.0 / 20.0);
    CHECK(sweep_length({}, kRate) == SampleCount{381308});  // 1.15 ln 1000 = 7.94392 s
    CHECK(std::ssize(sweep({}, kRate)) == 381308);
  }

  TEST_CASE("sweep: the law of a spec that holds its real length is the same, at every rate") {
    for (const int rate : {44100, 48000, 88200, 96000}) {
      for (const double wanted : {2.0, 5.0, 8.0, 11.3}) {
        SweepSpec spec = at_rate(SweepSpec{}, SampleRate{rate});
        spec.length = samples(Seconds{wanted}, SampleRate{rate});
        const ExponentialLaw law = sweep_law(spec, SampleRate{rate});
        const SampleCount real = sweep_length(spec, SampleRate{rate});
        const double worst = std::log(spec.to.value() / 20.0) / 40.0;
        CHECK(std::abs(seconds(real, SampleRate{rate}).value() - wanted) < worst + 1e-4);
        spec.length = real;
        CHECK(sweep_law(spec, SampleRate{rate}).growth == law.growth);
        CHECK(sweep_length(spec, SampleRate{rate}) == real);
      }
    }
  }

  TEST_CASE("sweep: every 97th sample between the fades is the formula within 6e-8") {
    const SweepSpec spec{.level = DbFsPeak{0.0}};
    const auto x = sweep(spec, kRate);
    double worst = 0.0;
    for (std::size_t n = 9600; n < x.size() - 960; n += 97) {
      const long double cycles =
          23.0L * std::exp(static_cast<long double>(n) / 48000.0L / (23.0L / 20.0L));
      const long double whole = std::floor(cycles);
      const long double exact = std::sin(2.0L * std::numbers::pi_v<long double> * (cycles - whole));
      worst =
          std::max(worst, static_cast<double>(std::abs(exact - static_cast<long double>(x[n]))));
    }
    CHECK(worst < 6e-8);
  }

  TEST_CASE("sweep: starts at zero, rises, and reaches but never passes its level") {
    const SweepSpec spec{};
    const auto x = sweep(spec, kRate);
    const auto limit = static_cast<float>(amplitude(spec.level));
    CHECK(x[0] == 0.0F);
    CHECK(std::abs(x[1]) < 1e-9F);
    CHECK(x.back() == 0.0F);
    CHECK(test::peak(x) <= static_cast<double>(limit));
    CHECK(test::peak(x) > 0.99999 * static_cast<double>(limit));
  }

  TEST_CASE("sweep: spectrum is Novak's within 0.001 dB and 0.02 degree, 100 Hz to 9 kHz") {
    const SweepSpec spec{.level = DbFsPeak{0.0}};
    const auto x = sweep(spec, kRate);
    const ExponentialLaw law = sweep_law(spec, kRate);
    for (const double f : {100.0, 250.0, 1000.0, 3000.0, 9000.0}) {
      const auto measured = test::fourier_sum(x, Hertz{f}, kRate) / 48000.0;
      const auto off = measured / analytic_spectrum(law, f);
      CHECK(std::abs(test::decibels_of(std::abs(off))) < 0.001);
      CHECK(std::abs(std::arg(off)) * 180.0 / std::numbers::pi < 0.02);
    }
  }
}
