// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/verify/verify_pairs.hpp"

namespace ampsweep::rig {

/// What verify found in a set of pairs as one page that opens offline: verdict, faults, an interval
/// for every pair, delay over time, the set. No script runs in it, and the page's own policy
/// forbids any. Names of files and knobs are other people's and escaped.
[[nodiscard]] std::string pairs_html(const PairSetReport& report);

}  // namespace ampsweep::rig
