// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// How loud the stimulus leaves, and how loud it will come back as a quiet chirp foretells.
/// Needs a plan.
void draw_level_check_card(const Scene& scene);

}  // namespace ampsweep::rig::gui
