// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// The check of the bench: starts it, shows what it measured against its limits.
void draw_check_card(const Scene& scene);

}  // namespace ampsweep::rig::gui
