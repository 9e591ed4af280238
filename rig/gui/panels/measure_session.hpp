// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/panels/measure_start.hpp"

namespace ampsweep::rig::gui {

/// The measurement that runs, or how the last one started here ended, with Resume.
void draw_measure_session(const Scene& scene, MeasureStartState& state);

}  // namespace ampsweep::rig::gui
