// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/dataset/json.hpp"
#include "rig/model/knob_motion.hpp"

namespace ampsweep::rig {

/// A moving knob as planned, {knob, points: [[seconds, printed], ...]}, and as carried out, {knob,
/// time_uncertainty_s, sent: [{sample, printed, raw}, ...]}. Every double comes back bit for bit.
/// Readers throw std::exception on anything missing, unknown or out of order.
[[nodiscard]] Json to_json(const KnobMotion& motion);
[[nodiscard]] KnobMotion motion_from(const Json& json);
[[nodiscard]] Json to_json(const MotionTrace& trace);
[[nodiscard]] MotionTrace trace_from(const Json& json);

}  // namespace ampsweep::rig
