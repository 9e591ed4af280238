// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/chirp.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "signals/level.hpp"
#include "signals/scaling.hpp"
#include "tests/signals/spectrum.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

TEST_SUITE("unit") {
  TEST_CASE("chirp: has the length asked for, the law's ends, and phase zero at sample 0") {
    const ChirpSpec spec{.fade = SampleCount{0}, .level = DbFsPeak{0.0}};
    const SampleRate rate{48000};
    const ExponentialLaw law = chirp_law(spec, rate);
    const auto x = chirp(spec, rate);

    CHECK(std::ssize(x) == 24000);
    CHECK(law.frequency_at(Seconds{0.5}).value() == doctest::Approx(20000.0).epsilon(1e-12));
    CHECK(x[0] == 0.0F);
    // The first sample after the start has turned by 50 Hz for one sample (and no start offset).
    const double turned = 2.0 * std::numbers::pi * 50.0 / 48000.0;
    CHECK(static_cast<double>(x[1]) == doctest::Approx(std::sin(turned)).epsilon(2e-4));
  }

  TEST_CASE("chirp: fades to zero at both ends and never passes its level") {
    const ChirpSpec spec{};
    const auto x = chirp(spec, SampleRate{48000});
    const auto limit = static_cast<double>(static_cast<float>(amplitude(spec.level)));
    CHECK(x.front() == 0.0F);
    CHECK(x.back() == 0.0F);
    CHECK(test::peak(x) <= limit);
    CHECK(test::peak(x) > 0.9999 * limit);
  }

  TEST_CASE("chirp: spectrum is within 1.5 dB of 3 dB per octave, 100 Hz to 0.8 x top, any rate") {
    for (const int hertz : {44100, 48000, 88200, 96000}) {
      const SampleRate rate{hertz};
      const ChirpSpec spec = at_rate(ChirpSpec{}, rate);
      const auto x = chirp(spec, rate);
      const double growth = chirp_law(spec, rate).growth.value();
      CAPTURE(hertz);
      for (double f = 100.0; f < 0.8 * spec.to.value(); f *= 1.13) {
        const double flat = 0.5 * amplitude(spec.level) * std::sqrt(growth / f) * hertz;
        CAPTURE(f);
        CHECK(std::abs(test::decibels_of(std::abs(test::fourier_sum(x, Hertz{f}, rate)) / flat)) <
              1.5);
      }
    }
  }

  TEST_CASE("chirp: its own matched filter peaks once: nothing above 1/2 beyond 20 samples away") {
    const auto x = chirp({}, SampleRate{48000});
    const auto at = [&x](std::size_t lag) {
      double sum = 0.0;
      for (std::size_t n = lag; n < x.size(); ++n) {
        sum += static_cast<double>(x[n]) * static_cast<double>(x[n - lag]);
      }
      return sum;
    };
    const double centre = at(0);
    for (std::size_t lag = 20; lag < 2400; lag += 7) CHECK(std::abs(at(lag)) < 0.5 * centre);
  }
}
