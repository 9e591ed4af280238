// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// What is heard while a session runs: levels, and the verdicts of the last takes.
void draw_capture_live(const Scene& scene);

}  // namespace ampsweep::rig::gui
