// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace ampsweep::analysis {

inline constexpr std::size_t kSincTaps = 192;
/// Sample i of the stretch under a kernel lies at i - kSincBefore from the whole part of a
/// position.
inline constexpr std::size_t kSincBefore = kSincTaps / 2 - 1;

using SincTaps = std::array<double, kSincTaps>;

/// Kaiser-windowed sinc for reading a signal `fraction` (0 .. 1) of a sample after a whole
/// position, computed directly; the taps sum to 1. Fraction 0 (and 1) is a unit impulse.
[[nodiscard]] SincTaps sinc_taps(double fraction);

/// sinc_taps on a grid of fractions fine enough for straight-line interpolation between neighbours.
///
/// Accuracy: interpolation error below -140 dB: (pi / 4096)^2 / 8.
class SincTable {
 public:
  static constexpr std::size_t kSteps = 4096;
  SincTable();
  /// Taps for fraction step / kSteps, step 0 .. kSteps.
  [[nodiscard]] const SincTaps& at(std::size_t step) const { return rows_[step]; }

 private:
  std::vector<SincTaps> rows_;
};

}  // namespace ampsweep::analysis
