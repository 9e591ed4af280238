// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// A stretch of a recording that stands still while what was played moves.
struct Dropout {
  SampleCount at{0};  ///< In the recording.
  SampleCount length{0};
  /// It stands at full scale: the input is overdriven. Else a buffer was not filled, without a
  /// sample lost.
  bool clipped{false};
};

/// How a loopback returns what was played: n is heard at delay + n (1 + drift).
struct LoopbackReturn {
  double delay_samples{0.0};  ///< Of the first sample played.
  double drift_ppm{0.0};
  double gain{1.0};  ///< Recording over played, a ratio; its sign does not matter.
};

/// Looks in a channel that returns `played` as it is: a loopback, never an amp. 16 zeros in a row,
/// or 32 samples of another value, are what no converter gives while its input moves by more than
/// 2e-4 of full scale. 32, because the crest of a low note stands still for 16 in 16 bits, and two
/// AC couplings do not turn it quite as one does.
///
/// `played`:  as the channel would return it but for delay and gain (through_ac_coupling): what a
///            high-pass turns by 45 degrees moves where its output stands still.
/// `returned`: delay within a sample, at either end.
/// Accuracy:  a gap of 32 samples and more in music is found wherever it moves by so much; none is
///            seen in 60 s at +-50 ppm, in low notes of 16 bits through 20 Hz of AC coupling;
///            tests/analysis/dropouts_test.cpp.
/// Thread:    any.
[[nodiscard]] std::vector<Dropout> find_dropouts(std::span<const double> played,
                                                 std::span<const float> recording,
                                                 const LoopbackReturn& returned);

}  // namespace ampsweep::analysis
