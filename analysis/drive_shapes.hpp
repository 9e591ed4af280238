// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// One guess at what an amp's stages make of a sound: s(drive x + lean) - s(lean), s
/// nearly tanh, x behind a first-order
/// high-pass and in units of the loudness. Drive 0: x as it is.
struct DriveShape {
  double corner_hz{0.0};  ///< 0: no high-pass; else 50 and more.
  double drive{0.0};
  double lean{0.0};
};

/// The guesses to choose from, the sound itself first: corners, drives and leans of amps from clean
/// to fuzz.
[[nodiscard]] std::vector<DriveShape> drive_shapes();
/// Five that suit most amps well.
[[nodiscard]] std::vector<DriveShape> usual_shapes();

/// Makes shapes of a sound, as further inputs beside the sound itself: a mean response from several
/// explains far more of a high-gain amp's output than one from the sound alone. None has a delay of
/// its own.
///
/// Thread: any; it keeps nothing from call to call.
/// Proof:  tests/analysis/blind_alignment_test.cpp, tests/bench/blind_bench.cpp.
class ShapeMaker {
 public:
  /// `loudness`: rms of the sound where it is loud; > 0. `shapes`: one and more.
  ShapeMaker(SampleRate rate, double loudness, std::vector<DriveShape> shapes);
  [[nodiscard]] const std::vector<DriveShape>& shapes() const { return shapes_; }
  [[nodiscard]] std::size_t count() const { return shapes_.size(); }
  /// Samples that must come before a block for the high-passes to settle.
  [[nodiscard]] std::size_t lead() const { return lead_; }
  /// made[i][n] = shape i of x[lead() + n]. Needs: count() shapes of x.size() - lead() samples.
  void make(std::span<const float> x, std::vector<std::vector<double>>& made) const;

 private:
  double rate_;
  double loudness_;
  std::vector<DriveShape> shapes_;
  std::size_t lead_;
};

}  // namespace ampsweep::analysis
