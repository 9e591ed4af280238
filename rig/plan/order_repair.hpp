// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rig/model/knob.hpp"
#include "rig/model/plan.hpp"

namespace ampsweep::rig {

/// What an exchange must leave alone.
struct RepairLimits {
  std::size_t first{0};              ///< Takes before this one were played already.
  std::vector<std::string> grouped;  ///< Takes of different hand groups keep their places.
};

/// Exchanges pairs of training takes, each time the pair that lowers time_correlation() most, until
/// it is at most `limit` or no exchange helps. Blocks keep their sizes and splits.
/// Cost:    O(n^2 d) per exchange, at most 100 exchanges.
void swap_until(const std::vector<Knob>& knobs, double limit, std::vector<PlannedTake>& takes,
                const RepairLimits& limits = {});

}  // namespace ampsweep::rig
