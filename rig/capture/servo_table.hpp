// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// The marks a servo may be sent to: `found`, from the knob's minimum to its maximum, cut to what
/// keeps `inset_deg` away from the stops of `control`. An end mark nearer to a stop is replaced by
/// the outermost value that is not, straight between the marks, on the knob's steps (without steps:
/// on a round value, a hundredth of the travel or less apart).
///
/// Promise: the marks satisfy what ServoControl needs.
/// Throws:  SetupError{Device}: marks that do not follow each other in the direction of the travel
///          (the encoder passes its zero, or they were turned in another order), fewer than two
///          marks clear of the stops, a switch position too near a stop.
[[nodiscard]] std::vector<ServoMark> clear_of_stops(const Knob& knob, const ServoControl& control,
                                                    const std::vector<ServoMark>& found);

/// How far the printed scale is from even.
struct Taper {
  double worst{0.0};  ///< Furthest mark from the straight line between the first and the last one,
                      ///< share of the travel; > 0: it stands further than an even scale would say.
  double at{0.0};     ///< Its printed value.
};
/// Needs: two marks or more, different printed and raw values at the ends.
[[nodiscard]] Taper taper_of(const std::vector<ServoMark>& marks);

}  // namespace ampsweep::rig
