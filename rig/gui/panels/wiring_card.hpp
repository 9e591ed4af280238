// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// What is connected to what, from output to input, with the levels that arrive.
void draw_wiring_card(const Scene& scene, ImVec2 size);

}  // namespace ampsweep::rig::gui
