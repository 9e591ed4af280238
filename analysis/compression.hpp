// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Gain relative to the small-signal gain at one input level.
struct CompressionReading {
  double input_db{0.0};
  double compression_db{0.0};  ///< Negative when compressing; NaN where unknown.
  double sigma_db{0.0};
};

/// Where the gain has fallen by a given amount.
struct CompressionPoint {
  double input_db{0.0};  ///< In the unit of the readings' input.
  double sigma_db{0.0};  ///< From the readings' sigma and the slope there; the interpolation's
                         ///< own error is not in it.
};

/// The input level at which the gain has fallen by `by` (> 0 dB): the last crossing on the way up,
/// interpolated by the cubic through the two readings on either side (fewer at the ends). Empty
/// when it is not reached.
///
/// Needs:    ascending input levels.
/// Accuracy: 0.01 dB on x - b x^3 and hard clipping at 1 dB steps;
///           tests/analysis/compression_test.cpp.
[[nodiscard]] std::optional<CompressionPoint> compression_point(
    std::span<const CompressionReading> readings, Decibels by);

}  // namespace ampsweep::analysis
