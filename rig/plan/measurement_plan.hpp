// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// What is played at each setting of a measurement, and how loud.
struct MeasurementOrder {
  signals::Suite suite{signals::Suite::Quick};
  DbFsPeak level{-12.0};
  int repeat{1};  ///< Takes of each setting; more than one shows how the amp warms up.
};

/// "gain=5,treble=7": a printed value (or the name of a position) for each knob named. Knobs that
/// are not named stand in the middle of their travel.
///
/// Refuses: SetupError{Data} naming --set, the knob and its range or positions.
[[nodiscard]] Setting setting_in_words(const Rig& rig, const std::string& words);

/// `repeat` takes of the suite at one setting, which is the reference setting too.
///
/// Refuses: SetupError{Usage} when the level would leave above the rig's ceiling.
[[nodiscard]] Plan measurement_plan(const Rig& rig, const Setting& setting,
                                    const MeasurementOrder& order);

/// Another plan's settings with the suite in the place of what it plays (`repeat` does not count:
/// the plan says how often).
/// Refuses: as measurement_plan.
[[nodiscard]] Plan measured_over(Plan plan, const Rig& rig, const MeasurementOrder& order);

}  // namespace ampsweep::rig
