// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/edge_slips.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;

namespace {

constexpr SampleRate kEdgesRate{48000};
constexpr double kEdgesDelay = 1000.37;

const closed_form::Take& silent_take() {
  static const auto take =
      closed_form::take_of(kEdgesRate, 2.5, {0.5, 1.5}, closed_form::Between::Silence);
  return take;
}

/// What is said of a recording with a converter's DC and a sample lost inside its first marker.
std::vector<analysis::Slip> said(double dc, double jump) {
  closed_form::Path path{.delay = kEdgesDelay + (jump != 0.0 ? -jump : 0.0)};
  if (jump != 0.0) path.jumps = {{24000.0 + kEdgesDelay + 3000.0, jump}};
  auto heard = closed_form::record(silent_take().sound, path, kEdgesRate, 125'000);
  for (double& sample : heard) sample += dc;
  const auto recording = closed_form::with_noise(heard, 1e-5, 7);
  const analysis::MarkerScene scene{
      silent_take().stimulus,
      recording,
      {},
      segments_with(silent_take().stimulus, signals::SegmentRole::Marker)};
  analysis::Timing timing;
  timing.delay_samples = kEdgesDelay;
  for (const auto& marker : scene.markers) {
    timing.markers.push_back({marker.start, {.delay_samples = kEdgesDelay}});
  }
  return analysis::slips_at_edges(scene, timing);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "edge slips: a sample lost early in the first marker is told, with DC of 1e-3 or none") {
    for (const double dc : {0.0, 1e-3, -1e-3}) {
      CAPTURE(dc);
      CHECK(said(dc, 0.0).empty());
      for (const double jump : {1.0, -1.0}) {
        const auto slips = said(dc, jump);
        REQUIRE(slips.size() == 1);
        CHECK(std::abs(slips[0].jump_samples) == doctest::Approx(1.0));
      }
    }
  }
}
