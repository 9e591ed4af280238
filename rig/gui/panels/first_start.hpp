// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/room.hpp"
#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// What somebody sees who never chose a rig: the simulated bench and a first capture on it, or
/// their own rig.
void draw_first_start(const Scene& scene, Room& room);

}  // namespace ampsweep::rig::gui
