// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct MeasurePanelState {};

void draw_measure_panel(const Scene& scene, MeasurePanelState& state);

}  // namespace ampsweep::rig::gui
