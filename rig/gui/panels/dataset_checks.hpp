// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// Verify and report: what they are for, how far they are, what they said.
void draw_dataset_checks(const Scene& scene);

}  // namespace ampsweep::rig::gui
