// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/measurement_programme.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "signals/level.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

namespace {

std::vector<float> sound_of(const Stimulus& stimulus, const Segment& segment) {
  const auto first = stimulus.samples.begin() + segment.start.value();
  return {first, first + segment.length.value()};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("measurement programme: segments touch, silence is exact, nothing above the level") {
    for (const int rate : {44100, 48000, 96000}) {
      for (const Suite suite : {Suite::Quick, Suite::Full}) {
        const auto stimulus =
            measurement_programme({.rate = SampleRate{rate}, .suite = suite}).stimulus;
        SampleCount at{0};
        for (const Segment& segment : stimulus.segments) {
          CHECK(segment.start == at);
          at = segment.end();
          float loudest = 0.0F;
          for (const float x : sound_of(stimulus, segment)) {
            loudest = std::max(loudest, std::abs(x));
          }
          const bool silent = segment.role == SegmentRole::Silence;
          if (silent) {
            CHECK(loudest == 0.0F);
            CHECK(seconds(segment.length, stimulus.rate) >= Seconds{0.4});
          } else {
            const double top = segment.role == SegmentRole::Marker ? -20.0 : -12.0;
            CHECK(loudest <= amplitude(DbFsPeak{top}) * (1.0 + 1e-6));
          }
        }
        CHECK(at == stimulus.length());
      }
    }
  }

  TEST_CASE("measurement programme: ladder and bursts lie where it says") {
    const MeasurementWish wish{.suite = Suite::Full};
    const auto programme = measurement_programme(wish);
    REQUIRE(programme.ladder);
    REQUIRE(programme.bursts.size() == 2);
    const auto same = [&](const Stimulus& part, SampleCount start) {
      return std::equal(part.samples.begin(), part.samples.end(),
                        programme.stimulus.samples.begin() + start.value());
    };
    CHECK(same(level_ladder(programme.ladder->spec, wish.rate), programme.ladder->start));
    REQUIRE(programme.multisine);
    const auto sound = multisine(programme.multisine->spec, wish.rate);
    CHECK(sound.within_limit());
    CHECK(std::equal(sound.samples.begin(), sound.samples.end(),
                     programme.stimulus.samples.begin() + programme.multisine->start.value()));
    for (const auto& burst : programme.bursts) {
      CHECK(same(tone_burst(burst.spec, wish.rate), burst.start));
    }
  }

  TEST_CASE("measurement programme: equal markers at both ends, idle before and after") {
    const auto stimulus = measurement_programme({.suite = Suite::Full}).stimulus;
    const auto markers = segments_with(stimulus, SegmentRole::Marker);
    REQUIRE(markers.size() == 8);  // two of its own, two of the ladder, two of each burst
    for (const Segment& marker : markers) {
      CHECK(sound_of(stimulus, marker) == sound_of(stimulus, markers.front()));
    }
    CHECK(seconds(stimulus.segments.front().length, stimulus.rate) == Seconds{4.0});
    CHECK(stimulus.segments[stimulus.segments.size() - 3].role == SegmentRole::Silence);
    CHECK(seconds(stimulus.segments[stimulus.segments.size() - 3].length, stimulus.rate) ==
          Seconds{4.0});
  }
}
