// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct PlanPanelState {};

void draw_plan_panel(const Scene& scene, PlanPanelState& state);

}  // namespace ampsweep::rig::gui
