// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/plan/design_space.hpp"
#include "rig/plan/plan_spec.hpp"

namespace ampsweep::rig {

/// Corners of the unit cube over `axes`. Full: all 2^d. Half: the 2^(d-1) with an even number of
/// ones, which shows every pair of axes all four of its corner combinations when d >= 3.
/// HalfByGain: the half of the axes that are no gain (all of their corners when fewer than 4 are
/// left), each at both ends of every gain: gain changes what all other knobs do.
/// Needs:   d <= 12 (the plan reader refuses more).
[[nodiscard]] std::vector<UnitPoint> corner_points(const std::vector<Axis>& axes, Corners which);

}  // namespace ampsweep::rig
