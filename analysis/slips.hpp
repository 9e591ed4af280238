// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace ampsweep::analysis {

/// Two explanations of a stretch of recording: before the break one delay held, after it another.
struct BreakHypothesis {
  double lag_before{0.0};  ///< At stimulus position 0, drift included below.
  double lag_after{0.0};
  double drift{0.0};  ///< Growth of the lag per sample.
  double gain{1.0};   ///< Signed: recording over `expected`.
};

/// Where a break can lie, positions in the recording.
struct BreakBracket {
  std::int64_t from{0};
  std::int64_t to{0};
};

/// Narrows the place of a break inside recording[first, last): for every split, the squared error
/// of "old delay before, new delay after", gain, DC and low end fitted to that split (its profile
/// likelihood); the bracket holds all splits that noise cannot tell from the best one. Where the
/// stimulus is silent both explanations are equal, and the bracket spans the silence.
///
/// `expected` is the stimulus as the channel returns it (through_ac_coupling), but for the order
/// and an error of the corner of its AC coupling.
/// Cost:  30 ms for a second.
/// Proof: tests/analysis/slips_test.cpp, timing_slips_test.cpp.
[[nodiscard]] BreakBracket place_break(std::span<const double> expected,
                                       std::span<const float> recording, std::int64_t first,
                                       std::int64_t last, const BreakHypothesis& hypothesis);

}  // namespace ampsweep::analysis
