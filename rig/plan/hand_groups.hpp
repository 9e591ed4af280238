// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/model/knob.hpp"
#include "rig/plan/plan_spec.hpp"

namespace ampsweep::rig {

/// Hand-turned knobs whose equal positions are visited together, so that a person turns them as
/// rarely as can be: switches and coarse knobs, taken in as long as a block of `per_block` settings
/// holds two settings or more of each combination.
[[nodiscard]] std::vector<std::string> grouped_knobs(const std::vector<Knob>& knobs,
                                                     const std::vector<PlannedSetting>& settings,
                                                     std::size_t per_block);

/// Where these knobs stand in a setting; equal for settings of one group.
[[nodiscard]] std::vector<double> group_of(const std::vector<std::string>& grouped,
                                           const Setting& setting);

/// The stops of a block with every group in one piece, groups and stops in the order they came.
/// Two groups run A B B A, A being the one that the reference setting belongs to: no more turns
/// than A B, since the reference closes the block as well, and drift inside the block falls on both
/// positions alike.
[[nodiscard]] std::vector<PlannedSetting> in_groups(const std::vector<std::string>& grouped,
                                                    const std::vector<PlannedSetting>& block,
                                                    const Setting& reference);

}  // namespace ampsweep::rig
