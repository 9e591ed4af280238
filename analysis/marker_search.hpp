// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/delay.hpp"
#include "analysis/timing.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::analysis {

/// A stimulus, its recording, and the markers to look for.
struct MarkerScene {
  const signals::Stimulus& stimulus;
  std::span<const float> recording;
  DelaySearch search;
  std::vector<signals::Segment> markers;
};

/// Every marker, the first over the whole search range, each further one near where the one before
/// predicts it. Markers are all alike: when several stand in the search range, the first one is
/// where the rest of the pattern fits too. Refuses when the first marker cannot be found.
///
/// Needs: at least one marker.
[[nodiscard]] Measured<std::vector<MarkerReading>> find_markers(const MarkerScene& scene);

/// Reads the markers again with references stretched by `slope` (delay growth per sample), as drift
/// stretches the recording: then the delay holds at the marker's first sample, whatever frequencies
/// carry the estimate.
void reread_stretched(const MarkerScene& scene, double slope, std::vector<MarkerReading>& readings);

}  // namespace ampsweep::analysis
