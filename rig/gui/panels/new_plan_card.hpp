// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/panels/plan_panel.hpp"
#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// A plan for the rig in force from a handful of choices; written, opened, and then edited as text.
void draw_new_plan_card(const Scene& scene, PlanPanelState& state);

}  // namespace ampsweep::rig::gui
