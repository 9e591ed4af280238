// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/marker_edges.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::break_at_edge;
using analysis::MarkerEdge;

namespace {

const SampleRate kEdgeRate{48000};
constexpr std::int64_t kEdgeLength = 24000;
constexpr double kEdgeDelay = 1000.37;
constexpr double kFirstMarker = 24000.0;
constexpr double kLastMarker = 72000.0;

/// Two markers in 2.5 s through 12 Hz of AC coupling, one jump, noise and 50 Hz hum (peak).
std::vector<float> two_markers(const closed_form::Jump& jump, double noise_rms, double hum = 0.0) {
  const auto take = closed_form::take_of(kEdgeRate, 2.5, {0.5, 1.5}, closed_form::Between::Silence);
  closed_form::Path path{.delay = kEdgeDelay, .jumps = {jump}};
  path.ac_corners_hz = {12.0};
  auto heard = closed_form::record(take.sound, path, kEdgeRate, 120'000);
  for (std::size_t i = 0; i < heard.size(); ++i) {
    heard[i] += hum * std::sin(2.0 * 3.14159265 * 50.0 * static_cast<double>(i) / 48000.0 + 0.4);
  }
  return closed_form::with_noise(heard, noise_rms, 11);
}

/// What is said of the marker that a jump at `at` samples into it strikes.
std::optional<analysis::EdgeBreak> said(MarkerEdge edge, double at, double jump, double noise_rms,
                                        double hum = 0.0) {
  const bool head = edge == MarkerEdge::Head;
  const double marker = head ? kFirstMarker : kLastMarker;
  const auto heard = two_markers({marker + kEdgeDelay + at, jump}, noise_rms, hum);
  // The delay that holds for the sound half.
  const double late = kEdgeDelay + (head ? jump : 0.0);
  const double other = head ? kLastMarker + late : kFirstMarker + kEdgeDelay;
  return break_at_edge(
      heard, {marker + late, other, kEdgeLength, std::hypot(noise_rms, 0.707 * hum)}, edge);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("marker edges: a marker like its twin has no break, with noise and hum to -60 dBFS") {
    for (const double noise : {0.0, 1e-5, 1e-4, 1e-3}) {
      for (const double hum : {0.0, 3e-5, 1e-3}) {
        CHECK_FALSE(said(MarkerEdge::Head, 1e6, 0.0, noise, hum));
        CHECK_FALSE(said(MarkerEdge::Tail, 1e6, 0.0, noise, hum));
      }
    }
  }

  TEST_CASE("marker edges: an estimate that is 0.3 samples off does not matter") {
    const auto heard = two_markers({kFirstMarker + kEdgeDelay + 4800.0, -1.0}, 1e-5);
    const double late = kEdgeDelay - 1.0;
    const auto found =
        break_at_edge(heard, {kFirstMarker + late + 0.3, kLastMarker + late, kEdgeLength, 1e-5},
                      MarkerEdge::Head);
    REQUIRE(found);
    CHECK(found->jump == -1.0);
  }
}

TEST_SUITE("slow") {
  TEST_CASE("marker edges: at -80 dBFS of noise a lost or repeated sample is found from 40 ms on") {
    for (const double at_s : {0.04, 0.06, 0.1, 0.15, 0.2}) {
      for (const double jump : {-1.0, 1.0, 3.0, -1024.0}) {
        const double at = at_s * 48000.0;
        const auto found = said(MarkerEdge::Head, at, jump, 1e-4);
        INFO("jump of " << jump << " after " << at_s << " s");
        REQUIRE(found);
        CHECK(found->jump == jump);
        const double truth = kFirstMarker + kEdgeDelay + at;
        CHECK(static_cast<double>(found->place.from) <= truth + 2.0);
        CHECK(static_cast<double>(found->place.to) >= truth - std::abs(jump) - 2.0);
      }
    }
  }

  TEST_CASE("marker edges: in the last marker the same until 2 ms before its end") {
    for (const double before_end_s : {0.2, 0.1, 0.04, 0.01, 0.002}) {
      for (const double jump : {-1.0, 1.0, -256.0}) {
        const double at = kEdgeLength - before_end_s * 48000.0;
        const auto found = said(MarkerEdge::Tail, at, jump, 1e-4);
        INFO("jump of " << jump << ", " << before_end_s << " s before the end");
        REQUIRE(found);
        const double truth = kLastMarker + kEdgeDelay + at;
        CHECK(static_cast<double>(found->place.from) <= truth + std::abs(jump) + 2.0);
        CHECK(static_cast<double>(found->place.to) >= truth - std::abs(jump) - 2.0);
        // Of some milliseconds at 20 kHz the break is certain, a long jump's length is not.
        if (before_end_s > 0.002 || std::abs(jump) < 2.0) CHECK(found->jump == jump);
      }
    }
  }
}
