// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/tone_burst.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "signals/level.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

TEST_SUITE("unit") {
  TEST_CASE("tone burst: each part is its sine within 1e-6, from phase zero, whole periods long") {
    for (const double wanted : {110.0, 1000.0, 3000.0}) {
      ToneBurstSpec spec;
      spec.frequency = Hertz{wanted};
      spec.tail = SampleCount{24000};
      const SampleRate rate{48000};
      const BurstLayout layout = tone_burst_layout(spec, rate);
      const Stimulus stimulus = tone_burst(spec, rate);
      REQUIRE(stimulus.length() == layout.length);
      CHECK(layout.frequency.value() == doctest::Approx(wanted).epsilon(0.02));
      const auto check = [&](SampleCount from, SampleCount to, DbFsPeak level) {
        CHECK((to - from).value() % layout.period.value() == 0);
        double worst = 0.0;
        for (std::int64_t n = from.value(); n < to.value(); ++n) {
          const double cycles =
              static_cast<double>(n - from.value()) / static_cast<double>(layout.period.value());
          const double exact = amplitude(level) * std::sin(2.0 * std::numbers::pi * cycles);
          worst = std::max(worst, std::abs(exact - stimulus.samples[static_cast<std::size_t>(n)]));
        }
        CHECK(worst < 1e-6);
      };
      check(layout.pilot, layout.burst, spec.pilot_level);
      check(layout.burst, layout.tail, spec.burst_level);
      check(layout.tail, layout.end, spec.pilot_level);
      SampleCount at{0};
      for (const Segment& segment : stimulus.segments) {
        CHECK(segment.start == at);
        at = segment.end();
        if (segment.role != SegmentRole::Silence) continue;
        for (auto n = segment.start.value(); n < segment.end().value(); ++n) {
          if (stimulus.samples[static_cast<std::size_t>(n)] != 0.0F) FAIL("sound in a silence");
        }
      }
      CHECK(at == layout.length);
    }
  }

  TEST_CASE("tone burst: the defaults work at every rate; nonsense is objected to") {
    for (const int rate : {44100, 48000, 88200, 96000, 192000}) {
      const ToneBurstSpec spec = at_rate(ToneBurstSpec{}, SampleRate{rate});
      CHECK(objection(spec, SampleRate{rate}).empty());
      CHECK(tone_burst_layout(spec, SampleRate{rate}).frequency.value() ==
            doctest::Approx(1000.0).epsilon(0.02));
    }
    const auto objects = [](auto change) {
      ToneBurstSpec spec;
      change(spec);
      return !objection(spec, SampleRate{48000}).empty();
    };
    CHECK(objects([](auto& s) { s.frequency = Hertz{9000.0}; }));
    CHECK(objects([](auto& s) { s.frequency = Hertz{std::nan("")}; }));
    CHECK(objects([](auto& s) { s.burst_level = DbFsPeak{1.0}; }));
    CHECK(objects([](auto& s) { s.pilot_level = s.burst_level; }));
    CHECK(objects([](auto& s) { s.tail = SampleCount{100}; }));
    CHECK(objects([](auto& s) { s.gap = SampleCount{0}; }));
    CHECK(objects([](auto& s) { s.marker.to = Hertz{50000.0}; }));
  }
}
