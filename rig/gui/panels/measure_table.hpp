// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/measure/measure_tables.hpp"
#include "rig/gui/panels/measure_held.hpp"

namespace ampsweep::rig::gui {

/// A table whose columns after the first are the settings overlaid, with a button that copies it.
void draw_measure_table(const Look& look, const PlotStyle& style, const char* id,
                        const WordTable& table);

/// What each knob does over the settings overlaid.
void draw_knob_effects(const Look& look, const KnobTable& table);

}  // namespace ampsweep::rig::gui
