// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/verify/verify_pairs.hpp"
#include "rig/verify/verify_summary.hpp"

namespace ampsweep::rig {

/// Limits that foreign pairs are held to, and the pair nearest to each: drift over the take, slips,
/// clipped files, DC.
[[nodiscard]] std::vector<GateSummary> pair_gates(const PairSetReport& report);

}  // namespace ampsweep::rig
