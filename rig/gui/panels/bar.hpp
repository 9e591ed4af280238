// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/room.hpp"
#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// Across the top: what the bench does, how far it is, and STOP, always.
void draw_bar(const Scene& scene, Room& room);

/// "Capturing, playing take 12: 14 of 31 done, 3 min 20 s left".
[[nodiscard]] std::string activity_text(const Snapshot& now);

}  // namespace ampsweep::rig::gui
