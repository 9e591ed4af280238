// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "rig/capture/knob_ear.hpp"
#include "rig/model/plan.hpp"

namespace ampsweep::rig {

/// Positions of a knob that its curve is heard at: from the lowest to the highest value of the
/// plan, five for a motor or a message, the two ends for a hand, every position of a switch; the
/// reference among them. Fewer than two: the plan does not move it.
[[nodiscard]] std::vector<double> curve_positions(const Knob& knob, const Plan& plan);

/// Takes every knob that the plan moves through its positions, alone, the others at the plan's
/// reference; from below, then back to the reference from above (not a hand's).
///
/// Time:   about 20 s a knob. Leaves the knobs anywhere.
/// Faults: those of moving and listening; KnobNotHeard when the amp does not answer at the
///         reference. A position where the amp is silent is left out.
[[nodiscard]] Result<HeardCurves> hear_curves(Bench& bench, const Rig& rig, const Plan& plan,
                                              KnobEar& ear, const std::stop_token& stop);

/// What is wrong with a knob for certain before the first take: Nothing is heard of it over its
/// whole range, or a gain or level knob turns the amp down when it is turned up. Empty: nothing.
[[nodiscard]] std::string objection(const HeardCurve& curve, const Knob& knob);

}  // namespace ampsweep::rig
