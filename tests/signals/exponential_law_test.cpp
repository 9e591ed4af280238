// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/exponential_law.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace ampsweep;
using namespace ampsweep::signals;

TEST_SUITE("unit") {
  const ExponentialLaw kLaw{.from = Hertz{20.0}, .growth = Seconds{1.25}};

  TEST_CASE("exponential law: time and frequency are inverse to 1e-12 and start at `from`, 0 s") {
    CHECK(kLaw.frequency_at(Seconds{0.0}) == Hertz{20.0});
    CHECK(kLaw.time_at(Hertz{20.0}) == Seconds{0.0});
    for (const double f : {20.0, 440.0, 20000.0}) {
      CHECK(kLaw.frequency_at(kLaw.time_at(Hertz{f})).value() == doctest::Approx(f).epsilon(1e-12));
    }
  }

  TEST_CASE("exponential law: an octave takes L ln 2 wherever it starts") {
    const double octave = 1.25 * std::log(2.0);
    for (const double f : {20.0, 100.0, 5000.0}) {
      const Seconds taken = kLaw.time_at(Hertz{2.0 * f}) - kLaw.time_at(Hertz{f});
      CHECK(taken.value() == doctest::Approx(octave).epsilon(1e-12));
    }
    CHECK(kLaw.advance(2).value() == doctest::Approx(octave).epsilon(1e-14));
    CHECK(kLaw.advance(1) == Seconds{0.0});
  }

  TEST_CASE("exponential law: the cycles grow by the frequency (central difference, 1e-7)") {
    for (const double t : {0.0, 1.0, 5.0}) {
      const double h = 1e-5;
      const double slope =
          (kLaw.cycles_at(Seconds{t + h}) - kLaw.cycles_at(Seconds{t - h})) / (2.0 * h);
      CHECK(slope == doctest::Approx(kLaw.frequency_at(Seconds{t}).value()).epsilon(1e-7));
    }
  }

  TEST_CASE("exponential law: n times the cycles is the cycles L ln n later, what sync means") {
    for (const int n : {2, 3, 10}) {
      const Seconds t{2.345};
      CHECK(n * kLaw.cycles_at(t) ==
            doctest::Approx(kLaw.cycles_at(t + kLaw.advance(n))).epsilon(1e-12));
    }
  }
}
