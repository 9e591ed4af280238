// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// A knob that a design varies, and over which part of its travel. Needs low < high, both inside
/// the knob's range, both values the knob can take (see lowest_step, highest_step).
struct Axis {
  Knob knob;
  double low{0.0};
  double high{1.0};
};

/// Where designs work: the unit cube over the axes; every other knob stands still.
struct DesignSpace {
  std::vector<Axis> axes;
  Setting fixed;  ///< Of the knobs that are no axis.
};

using UnitPoint = std::vector<double>;  ///< One coordinate per axis, 0..1.

/// Nearest value the knob's actuator can stand at: a step of the printed scale where there is a
/// resolution, else for MIDI the value of a whole CC number, else 1e-6 of the printed scale.
[[nodiscard]] double reachable(const Knob& knob, double printed);
/// Lowest reachable value >= `printed` and highest <= `printed`.
[[nodiscard]] double lowest_step(const Knob& knob, double printed);
[[nodiscard]] double highest_step(const Knob& knob, double printed);

/// The reachable value next above or below; beyond the ends the end itself. A knob without steps
/// goes by a hundredth of its travel, the least a hand sets and reads with any certainty.
[[nodiscard]] double step_above(const Knob& knob, double printed);
[[nodiscard]] double step_below(const Knob& knob, double printed);

/// How many values the axis can take; 0 = as good as continuous.
[[nodiscard]] std::int64_t level_count(const Axis& axis);
/// Distinct settings of the space, at most `limit` (continuous axes count as `limit`).
[[nodiscard]] std::int64_t setting_count(const DesignSpace& space, std::int64_t limit);

/// The setting nearest to a share of each axis: 0 is low, 1 is high. For grids, corners, centre.
[[nodiscard]] Setting setting_at(const DesignSpace& space, std::span<const double> unit);
/// The setting whose cell a sampled point falls into: an axis with n values is cut into n equal
/// cells, so that even sampling gives every value its equal share, end stops included.
[[nodiscard]] Setting setting_sampled(const DesignSpace& space, std::span<const double> unit);

}  // namespace ampsweep::rig
