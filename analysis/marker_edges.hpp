// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "analysis/slips.hpp"

namespace ampsweep::analysis {

/// Two recordings of the same marker in one take. Before the first marker and after the last one
/// nothing sounds that could tell a slip inside it: but markers are alike.
struct MarkerTwins {
  double here{0.0};  ///< Position in the recording of this marker's first sample,
  double twin{0.0};  ///< and of another marker's.
  std::int64_t length{0};
  double noise_rms{0.0};  ///< Of the recording where the stimulus is silent, hum included.
};

enum class MarkerEdge {
  Head,  ///< `here` holds for the end of the marker: was the delay another one at its beginning?
  Tail,  ///< `here` holds for its beginning: was it another one at its end?
};

struct EdgeBreak {
  BreakBracket place;
  double jump{0.0};  ///< Of the delay, in whole samples; > 0: it grew.
};

/// A break in the first (last) half of a marker: the likeliest jump of up to 2048 samples and the
/// place for it, where that explains the recording so much better than no break that neither noise
/// nor hum can have done it. The path may do anything to sound that it does to both markers.
///
/// Accuracy: with noise at -80 dBFS rms and a marker of -20 dBFS peak a lost sample is found from
///           40 ms after the marker's first sample to 2 ms before its last;
///           tests/analysis/marker_edges_test.cpp.
/// Cost:     1 ms where there is none, 0.1 s where there is one.
[[nodiscard]] std::optional<EdgeBreak> break_at_edge(std::span<const float> recording,
                                                     const MarkerTwins& twins, MarkerEdge edge);

}  // namespace ampsweep::analysis
