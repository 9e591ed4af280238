// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct DatasetPanelState {};

void draw_dataset_panel(const Scene& scene, DatasetPanelState& state);

}  // namespace ampsweep::rig::gui
