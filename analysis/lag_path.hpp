// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// How well a block fits at each whole lag from -reach to reach: -1..1 each. Empty: nothing heard.
using LagFits = std::vector<float>;

/// The lags of blocks that follow one another, as a path: music fits nearly as well a period off,
/// and in one block out of a few better, so no block is asked alone. Of all paths the one that fits
/// best, where a lag that wanders costs little and a jump as much as it takes a few blocks to
/// explain. A block that nothing was heard of goes along.
///
/// Needs:  fits of one size, odd.
/// Shape:  a whole lag for each, -reach..reach; the path comes from lag 0.
/// Source: Viterbi, IEEE Trans. Inf. Theory 13(2) 1967; a block whose share f of amplitude follows
///         counts -ln(1 - f^2), what its Gaussian likelihood gains.
/// Cost:   O(blocks x lags) time and memory.
/// Proof:  tests/analysis/lag_path_test.cpp.
[[nodiscard]] std::vector<int> lag_path(std::span<const LagFits> blocks);

}  // namespace ampsweep::analysis
