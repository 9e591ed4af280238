// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "analysis/pair_response.hpp"

namespace ampsweep::analysis {

/// Which shapes of x explain y so that its lag can be read best: forward selection, each beside
/// those chosen before it, by the information on a delay, the sum of f^2 C / (1 - C) over the bins,
/// C the coherence of y with all that were chosen.
///
/// Shape:  ascending; the first, x itself, always among them; at most `most`.
/// Needs:  most >= 1.
/// Source: Knapp, Carter, IEEE Trans. ASSP 24(4) 1976 (variance of a delay estimate).
/// Cost:   O(most x shapes^2) for some 100 bins.
/// Thread: any.
[[nodiscard]] std::vector<std::size_t> choose_shapes(const CrossSpectra& spectra, std::size_t most);

}  // namespace ampsweep::analysis
