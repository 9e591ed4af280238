// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// A stretch of a recording that stands still while what was played moves: a buffer that was not
/// filled, without a sample lost.
struct Dropout {
  SampleCount at{0};  ///< In the recording.
  SampleCount length{0};
};

/// Looks in a channel that returns `played` as it is: a loopback, never an amp. 16 equal samples in
/// a row are what no converter gives while its input moves by more than 2e-4 of full scale.
///
/// `delay`: of the recording, within a sample; `gain`: recording over played, a ratio.
/// Accuracy: a gap of 32 samples and more in music is found wherever it moves by so much;
///           tests/analysis/dropouts_test.cpp.
[[nodiscard]] std::vector<Dropout> find_dropouts(std::span<const float> played,
                                                 std::span<const float> recording, double delay,
                                                 double gain);

}  // namespace ampsweep::analysis
