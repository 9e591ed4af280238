// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/plot/plot_layout.hpp"
#include "rig/gui/plot/scene.hpp"

namespace ampsweep::rig::gui {

/// Adds the visible traces to `scene.traces`. A line too rough for its dashes to be seen is solid;
/// where several traces are shown, lines carry a marker here and there.
void add_traces(const Plot& plot, const PlotView& view, const PlotLayout& layout,
                const PlotStyle& style, double column, PlotScene& scene);

}  // namespace ampsweep::rig::gui
