// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/verify/check_take.hpp"

namespace ampsweep::rig {

/// Judges every re-measured take again, by the plan's own policy and in the order of capture, and
/// compares the figures with those in the ledger. What each take must agree with (delay of its
/// epoch, loopback level, polarity) is learned from the ledger, as the session did, so that one
/// tampered file accuses itself and not its neighbours.
///
/// Needs: `readings` in the order of `dataset.takes`.
void weigh_takes(const Dataset& dataset, std::vector<TakeReading>& readings);

}  // namespace ampsweep::rig
