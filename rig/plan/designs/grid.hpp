// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/plan/design_space.hpp"

namespace ampsweep::rig {

/// Every combination of `levels[i]` evenly spaced values per axis, ends included; the last axis
/// moves fastest. A single level stands in the middle. Needs:   levels >= 1, product small enough
/// for memory (the plan reader refuses above 5000).
[[nodiscard]] std::vector<UnitPoint> grid_points(const std::vector<int>& levels);

}  // namespace ampsweep::rig
