// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/model/plan.hpp"

namespace ampsweep::rig {

// An amp may turn over from one setting to another; at one setting it is the same way up every
// time, unless somebody turned a cable around. Takes in which a knob moves neither ask nor tell.

/// Of the accepted takes of `take`'s setting, the first that was sure: 1 or -1; 0: there is none.
[[nodiscard]] int polarity_at(const Dataset& dataset, const PlannedTake& take);

/// The fault that says so, whatever else was wrong with the take; nullptr: none does.
[[nodiscard]] const Fault* upside_down_in(const Verdict& verdict);

/// The accepted takes that may have been played after such a turn: between the newest attempt that
/// was refused as PolarityInverted and the newest take of its setting before it that was the other
/// way up. Empty: no attempt was, or what it cast in doubt has been taken back.
[[nodiscard]] std::vector<int> maybe_upside_down(const Dataset& dataset);

}  // namespace ampsweep::rig
