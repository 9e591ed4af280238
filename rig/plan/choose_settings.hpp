// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "rig/plan/plan_spec.hpp"

namespace ampsweep::rig {

/// The training settings of a design: corners, centre, then the design's own points, no setting
/// twice.
///
/// A sampled point whose setting is taken already is replaced by the next point (Sobol) or by one
/// of a further hypercube (LHS), so that `count` points stand beside corners and centre. Fewer come
/// back only when the space has no more settings; the caller decides what that means. A larger
/// count keeps all settings of a smaller one (Sobol). Needs:   axes <=
/// SobolSequence::kMostDimensions for Sobol; axes >= 1 except for List.
[[nodiscard]] std::vector<PlannedSetting> training_settings(const DesignSpec& spec,
                                                            std::uint64_t seed);

}  // namespace ampsweep::rig
