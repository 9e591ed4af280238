// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"
#include "rig/model/knob.hpp"

namespace ampsweep::rig::gui {

/// "Calibrate..." below a knob that is turned by a servo or over MIDI. The questions of the wizard
/// come as dialogs.
void draw_calibrate_button(const Scene& scene, const Knob& knob);
/// What the wizard is doing, and what the last one found. Drawn once, after all knobs.
void draw_knob_calibration(const Scene& scene);

}  // namespace ampsweep::rig::gui
