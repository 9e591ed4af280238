// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/verify/verify_pairs.hpp"

namespace ampsweep::rig {

/// Figures and faults of the set from the pairs that were measured:
///
/// - delay over the set: `delay_moved` for a pair whose interval leaves out the median best guess by
///   more than a sample (the amp's knobs move the response inside the interval, not out of it);
/// - the same sound under two settings, or in two splits: `take_mismatch`; one setting in two
///   splits: `label_mismatch`, unless the format cuts takes in time. Training and validation cuts
///   of one pair of files are no leak here: the list names them as such;
/// - a rate, or a polarity, that most pairs do not have: `format_mismatch`, `polarity_inverted`;
/// - what the labels cover;
/// - what the sounds say of each other: add_sound_checks().
void add_set_checks(PairSetReport& report);

}  // namespace ampsweep::rig
