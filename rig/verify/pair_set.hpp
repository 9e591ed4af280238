// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "rig/verify/verify_pairs.hpp"

namespace ampsweep::rig {

/// Figures and faults of the set from the pairs that were measured:
///
/// - delay over the set: `delay_moved` for a pair whose interval leaves out the median best guess
/// by
///   more than a sample (the amp's knobs move the response inside the interval, not out of it);
/// - a rate that most pairs do not have: `format_mismatch`;
/// - what labels and sounds say of each other: pair_settings.hpp, sound_fit.hpp.
///
/// Stopped: what was found so far.
void add_set_checks(PairSetReport& report, const std::stop_token& stop = {});

}  // namespace ampsweep::rig
