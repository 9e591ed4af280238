// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace ampsweep::analysis {

/// The rising (never falling) sequence nearest to `y` in least squares, by pooling adjacent
/// violators: exact, O(n). Equal in length to `y`.
///
/// Accuracy: equal to the max-min formula to 1e-12; tests/analysis/isotonic_test.cpp.
/// Source:   Ayer, Brunk, Ewing, Reid, Silverman, Ann. Math. Stat. 26 (1955).
[[nodiscard]] std::vector<double> rising_fit(std::span<const double> y);

}  // namespace ampsweep::analysis
