// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Guesses at what clipping makes of a sound, as further inputs beside the sound itself: a mean
/// response from all of them explains far more of a high-gain amp's output than one from the sound
/// alone (power that follows over power that does not, seen: 0.14 to 5.6, 0.45 to 7.7).
///
/// All shapes but the first go through tanh, straight or behind a first-order high-pass at 300 Hz;
/// none has a delay of its own.
///
/// Thread: any; it keeps nothing from call to call.
/// Proof:  tests/analysis/blind_alignment_test.cpp, tests/bench/blind_bench.cpp.
class DriveShapes {
 public:
  static constexpr std::size_t kMost = 5;
  /// `loudness`: rms of the sound where it is loud; > 0. `count`: 1 .. kMost.
  DriveShapes(SampleRate rate, double loudness, std::size_t count);
  [[nodiscard]] std::size_t count() const { return count_; }
  /// Samples that must come before a block for the high-pass to settle.
  [[nodiscard]] std::size_t lead() const { return lead_; }
  /// shapes[i][n] = shape i of x[lead() + n]. Needs: count() shapes of x.size() - lead() samples.
  void make(std::span<const float> x, std::vector<std::vector<double>>& shapes) const;

 private:
  double loudness_;
  double turn_;  ///< tan(pi corner / rate)
  std::size_t count_;
  std::size_t lead_;
};

}  // namespace ampsweep::analysis
