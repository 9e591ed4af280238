// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/early_energy.hpp"  // IWYU pragma: export
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// A run of samples that stand at one extreme code.
struct ClippedRun {
  SampleCount at{0};
  SampleCount length{0};
  float value{0.0F};  ///< Of the run's first sample.
};

/// Largest |x|; 0 for nothing, NaN when a sample is not a number.
[[nodiscard]] double peak(std::span<const float> x);
[[nodiscard]] double rms(std::span<const float> x);   ///< DC included; 0 for nothing.
[[nodiscard]] double mean(std::span<const float> x);  ///< 0 for nothing.
[[nodiscard]] bool all_finite(std::span<const float> x);

/// Clipping: >= 2 equal samples in a row at |x| >= `full_scale`, either polarity, or any sample
/// beyond +-1. Catches +FS codes of 16 and 24 bit, which read just below 1. NaN is no clipping:
/// all_finite() finds it.
[[nodiscard]] std::vector<ClippedRun> clipped_runs(std::span<const float> x,
                                                   double full_scale = 0.99996);

/// Error-to-signal ratio sum (a-b)^2 / sum b^2. NaN when b is silent or empty. Needs equal lengths.
[[nodiscard]] double error_to_signal(std::span<const float> a, std::span<const float> b);

}  // namespace ampsweep::analysis
