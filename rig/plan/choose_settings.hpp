// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "rig/plan/plan_spec.hpp"

namespace ampsweep::rig {

/// What the avoid rule at the same place in the design did.
struct AvoidTally {
  int replaced{0};  ///< Drawn points that another took the place of.
  int moved{0};     ///< Corners, centre, grid points and the like: moved just clear of it.
  int left_out{0};  ///< Listed settings, and those that could not be moved.
};

struct TrainingSettings {
  std::vector<PlannedSetting> settings;
  std::vector<AvoidTally> avoided;  ///< One per rule of the design.
};

/// The training settings of a design: corners, centre, defaults, one knob at a time, then the
/// design's own points; no setting twice, none of `taken` (settings held out for good), none that
/// an avoid rule covers.
///
/// A sampled point whose setting cannot be had is replaced by the next point (Sobol) or by one of a
/// further hypercube (LHS), so that `count` points stand beside the others. Fewer come back only
/// when the space has no more settings; the caller decides what that means. A larger count keeps
/// all settings of a smaller one (Sobol, role-aware).
/// Needs:   axes <= SobolSequence::kMostDimensions for Sobol; axes >= 1 except for listed designs.
[[nodiscard]] TrainingSettings training_settings(const DesignSpec& spec, std::uint64_t seed,
                                                 const std::set<Setting>& taken = {});

/// Where the other knobs stand while one moves: the defaults, else the middle of every range.
[[nodiscard]] Setting home_setting(const DesignSpec& spec);

}  // namespace ampsweep::rig
