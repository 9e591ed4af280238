// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/fingerprint.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "signals/level.hpp"

namespace ampsweep::signals {
namespace {

TEST_SUITE("unit") {
  TEST_CASE("fingerprint: every chirp leaves at its level, whatever the gain of the send") {
    const SampleRate rate{48000};
    const auto spec = fingerprint_spec({DbFsPeak{-28.0}, DbFsPeak{-16.0}}, rate);
    for (const double send_gain : {0.0, -7.0}) {
      const auto sound = fingerprint(spec, rate, Decibels{send_gain});
      const auto starts = chirp_starts(spec);
      REQUIRE(starts.size() == 2);
      for (std::size_t i = 0; i < starts.size(); ++i) {
        const auto from = sound.begin() + starts[i].value();
        float peak = 0.0F;
        for (auto x = from; x != from + spec.chirp.length.value(); ++x) {
          peak = std::max(peak, std::abs(*x));
        }
        const double sent = level_of_peak(peak).value() + send_gain;
        CHECK(sent <= spec.levels[i].value() + 1e-4);
        CHECK(sent >= spec.levels[i].value() - 0.01);
      }
    }
  }

  TEST_CASE("fingerprint: silence before and between the chirps is exactly zero") {
    const SampleRate rate{48000};
    const auto spec = fingerprint_spec({DbFsPeak{-40.0}, DbFsPeak{-16.0}}, rate);
    const auto sound = fingerprint(spec, rate, Decibels{0.0});
    const auto zero = [](float x) { return x == 0.0F; };
    CHECK(std::all_of(sound.begin(), sound.begin() + spec.lead.value(), zero));
    const auto gap = sound.begin() + (spec.lead + spec.chirp.length).value();
    CHECK(std::all_of(gap, gap + spec.gap.value(), zero));
    CHECK(recorded_length(spec).value() == static_cast<std::int64_t>(sound.size()) + 19200);
  }

  TEST_CASE("fingerprint: its times do not depend on the rate, and the chirp stays in band") {
    for (const int hz : {44100, 48000, 96000}) {
      const SampleRate rate{hz};
      const auto spec = fingerprint_spec({DbFsPeak{-40.0}}, rate);
      CHECK(seconds(recorded_length(spec), rate).value() == doctest::Approx(0.75).epsilon(1e-4));
      CHECK(spec.chirp.to.value() <= 0.42 * hz + 1e-9);
    }
  }
}

}  // namespace
}  // namespace ampsweep::signals
