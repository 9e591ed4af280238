// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/marker_search.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

namespace {

constexpr SampleRate kRate{48000};

MarkerScene scene_of(const closed_form::Take& take, const std::vector<float>& recording) {
  return {take.stimulus, recording, {}, segments_with(take.stimulus, signals::SegmentRole::Marker)};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "marker search: every marker is found, also after a jump of 1 s between two of them, where "
      "the start is known") {
    const auto take =
        closed_form::take_of(kRate, 8.0, {0.5, 3.0, 6.0}, closed_form::Between::Silence);
    const auto recording = closed_form::to_float(closed_form::record(
        take.sound, {.delay = 200.5, .jumps = {{2.0 * 48000.0, 48000.0}}}, kRate, 500000));

    MarkerScene scene = scene_of(take, recording);
    scene.search.earliest = SampleCount{0};
    scene.search.latest = SampleCount{48000};
    const auto markers = find_markers(scene);

    REQUIRE(markers);
    REQUIRE(markers->size() == 3);
    CHECK(std::abs((*markers)[0].estimate.delay_samples - 200.5) < 1e-5);
    CHECK(std::abs((*markers)[1].estimate.delay_samples - 48200.5) < 1e-5);
    CHECK(std::abs((*markers)[2].estimate.delay_samples - 48200.5) < 1e-5);
  }

  TEST_CASE("marker search: stretched references take 100 ppm out of delay and AC corner") {
    const auto take = closed_form::take_of(kRate, 2.0, {0.5}, closed_form::Between::Silence);
    const auto recording = closed_form::to_float(
        closed_form::record(take.sound, {.delay = 200.5, .drift_ppm = 100.0}, kRate, 120000));
    const MarkerScene scene = scene_of(take, recording);
    auto markers = find_markers(scene);
    REQUIRE(markers);
    CHECK(std::abs(markers->front().estimate.ac_corner_hz) > 5.0);

    reread_stretched(scene, 100e-6, *markers);

    CHECK(std::abs(markers->front().estimate.ac_corner_hz) < 0.05);
    CHECK(std::abs(markers->front().estimate.delay_samples - 200.5 - 24000.0 * 100e-6) < 1e-4);
  }

  TEST_CASE("marker search: refuses when the first marker is not there, though the second is") {
    const auto take = closed_form::take_of(kRate, 30.0, {0.5, 25.0}, closed_form::Between::Silence);
    auto recording = closed_form::to_float(closed_form::record(take.sound, {}, kRate, 30 * 48000));
    std::fill(recording.begin(), recording.begin() + 96000, 0.0F);
    CHECK(!find_markers(scene_of(take, recording)));
  }
}
