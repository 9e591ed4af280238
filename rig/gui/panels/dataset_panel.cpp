// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/dataset_panel.hpp"

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {

void draw_dataset_panel(const Scene& scene, DatasetPanelState&) { heading(scene.look, "Dataset"); }

}  // namespace ampsweep::rig::gui
