// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/marker_search.hpp"
#include "analysis/timing.hpp"

namespace ampsweep::analysis {

/// Slips inside the first and the last marker of a loopback, where nothing sounds on the far side
/// that would show them: each marker is compared with the other one (marker_edges.hpp).
///
/// Needs:  a timing that has found its line; nothing is said with fewer than two markers.
/// Thread: any.
/// Proof:  tests/analysis/edge_slips_test.cpp, marker_edges_test.cpp, timing_slips_test.cpp.
[[nodiscard]] std::vector<Slip> slips_at_edges(const MarkerScene& scene, const Timing& timing);

}  // namespace ampsweep::analysis
