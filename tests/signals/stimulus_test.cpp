// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/stimulus.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace ampsweep;
using namespace ampsweep::signals;

TEST_SUITE("unit") {
  TEST_CASE("stimulus: every role has a name of its own") {
    using enum SegmentRole;
    std::set<std::string> names;
    for (const auto role : {Silence, Marker, Sweep, Tone, Multitone, Training, Validation}) {
      names.insert(to_string(role));
    }
    CHECK(names == std::set<std::string>{"silence", "marker", "sweep", "tone", "multitone",
                                         "training", "validation"});
  }

  TEST_CASE("stimulus: segments of one role come in order") {
    const auto segment = [](SegmentRole role, std::int64_t start) {
      return Segment{.role = role, .start = SampleCount{start}, .length = SampleCount{10}};
    };
    const Stimulus stimulus{
        .samples = std::vector<float>(30),
        .segments = {segment(SegmentRole::Marker, 0), segment(SegmentRole::Training, 10),
                     segment(SegmentRole::Marker, 20)}};
    const auto markers = segments_with(stimulus, SegmentRole::Marker);
    REQUIRE(markers.size() == 2);
    CHECK(markers[0].start == SampleCount{0});
    CHECK(markers[1].end() == SampleCount{30});
    CHECK(segments_with(stimulus, SegmentRole::Sweep).empty());
    CHECK(stimulus.length() == SampleCount{30});
  }
}
