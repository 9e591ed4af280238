// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/plan_panel.hpp"

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {

void draw_plan_panel(const Scene& scene, PlanPanelState&) { heading(scene.look, "Plan"); }

}  // namespace ampsweep::rig::gui
