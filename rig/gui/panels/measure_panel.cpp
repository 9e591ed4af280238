// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/measure_panel.hpp"

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {

void draw_measure_panel(const Scene& scene, MeasurePanelState&) { heading(scene.look, "Measure"); }

}  // namespace ampsweep::rig::gui
