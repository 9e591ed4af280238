// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/scaling.hpp"

#include <doctest/doctest.h>

using namespace ampsweep;
using namespace ampsweep::signals;

TEST_SUITE("unit") {
  TEST_CASE("scaling: 19200 samples at 48 kHz stay 0.4 s at every rate") {
    CHECK(at_rate(SampleCount{19200}, SampleRate{44100}) == SampleCount{17640});
    CHECK(at_rate(SampleCount{19200}, SampleRate{48000}) == SampleCount{19200});
    CHECK(at_rate(SampleCount{19200}, SampleRate{88200}) == SampleCount{35280});
    CHECK(at_rate(SampleCount{19200}, SampleRate{96000}) == SampleCount{38400});
  }

  TEST_CASE("scaling: specs keep their times") {
    const SampleRate rate{96000};
    CHECK(at_rate(ChirpSpec{}, rate).length == SampleCount{48000});
    CHECK(at_rate(ChirpSpec{}, rate).fade == SampleCount{960});
    CHECK(at_rate(SweepSpec{}, rate).length == SampleCount{768000});
    CHECK(at_rate(SweepSpec{}, rate).fade_in == SampleCount{19200});
    CHECK(at_rate(SweepSpec{}, rate).fade_out == SampleCount{1920});
    CHECK(at_rate(ToneSpec{}, rate).length == SampleCount{96000});
    CHECK(at_rate(ToneSpec{}, rate).fade == SampleCount{960});
    CHECK(at_rate(GuitarSpec{.first = SampleCount{480}}, rate).length == SampleCount{2880000});
    CHECK(at_rate(GuitarSpec{.first = SampleCount{480}}, rate).first == SampleCount{960});
  }

  TEST_CASE("scaling: 20 kHz is capped to 0.45 of the rate at 44.1 kHz only") {
    CHECK(at_rate(ChirpSpec{}, SampleRate{44100}).to.value() == doctest::Approx(19845.0));
    CHECK(at_rate(SweepSpec{}, SampleRate{44100}).to.value() == doctest::Approx(19845.0));
    CHECK(at_rate(ChirpSpec{}, SampleRate{48000}).to == Hertz{20000.0});
    CHECK(at_rate(SweepSpec{}, SampleRate{96000}).to == Hertz{20000.0});
  }
}
