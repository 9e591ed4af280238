// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// What the session asks, over everything else: a check-list to read, or knobs to turn in figures
/// that can be read from the amp. Space or Enter says yes, N says no, Esc is STOP.
void draw_question(const Scene& scene);

}  // namespace ampsweep::rig::gui
