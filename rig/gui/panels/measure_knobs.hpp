// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// The rig's knobs as sliders and typed values: where they are to stand, not where they do.
void draw_measure_knobs(const Scene& scene, Setting& setting);

}  // namespace ampsweep::rig::gui
