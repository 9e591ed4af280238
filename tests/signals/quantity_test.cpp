// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/quantity.hpp"

#include <doctest/doctest.h>

#include <concepts>

#include "signals/level.hpp"

using namespace ampsweep;

namespace {

template <class A, class B>
concept Addable = requires(A a, B b) { a + b; };

static_assert(Addable<Hertz, Hertz>);
static_assert(!Addable<Hertz, Seconds>);
static_assert(!Addable<Hertz, double>);
static_assert(Addable<DbFsPeak, Decibels>);
static_assert(!Addable<DbFsPeak, DbFsPeak>);
static_assert(!Addable<DbFsPeak, DbFsRms>);
static_assert(!std::convertible_to<double, Hertz>);

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("quantity: seconds and samples convert to the nearest sample, negative times too") {
    CHECK(samples(Seconds{0.5}, SampleRate{44100}) == SampleCount{22050});
    CHECK(samples(Seconds{1.4 / 48000.0}, SampleRate{48000}) == SampleCount{1});
    CHECK(samples(Seconds{1.6 / 48000.0}, SampleRate{48000}) == SampleCount{2});
    CHECK(samples(Seconds{-1.6 / 48000.0}, SampleRate{48000}) == SampleCount{-2});
    CHECK(seconds(SampleCount{24000}, SampleRate{48000}) == Seconds{0.5});
  }

  TEST_CASE("quantity: the difference of two levels is a ratio, and adding it back returns") {
    const DbFsPeak loud{-6.0};
    const DbFsPeak soft{-30.0};
    CHECK((loud - soft) == Decibels{24.0});
    CHECK(soft + (loud - soft) == loud);
  }

  TEST_CASE("level: amplitudes and levels are inverse to 1e-12") {
    CHECK(amplitude(DbFsPeak{0.0}) == 1.0);
    CHECK(amplitude(DbFsPeak{-20.0}) == doctest::Approx(0.1).epsilon(1e-15));
    CHECK(rms_amplitude(DbFsRms{-40.0}) == doctest::Approx(0.01).epsilon(1e-15));
    CHECK(level_of_peak(amplitude(DbFsPeak{-12.3})).value() ==
          doctest::Approx(-12.3).epsilon(1e-12));
    CHECK(decibels(ratio(Decibels{7.5})).value() == doctest::Approx(7.5).epsilon(1e-12));
  }
}
