// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/plot/plot_layout.hpp"
#include "rig/gui/plot/scene.hpp"

namespace ampsweep::rig::gui {

/// The plot as laid out: axes, grid, visible traces, legend; "no data" where nothing is to be seen.
/// `column`: pixels in which many points become their extremes; more than 1 where vertices are few.
[[nodiscard]] PlotScene plot_scene(const Plot& plot, const PlotView& view, const PlotLayout& layout,
                                   const PlotStyle& style, double column = 1.0);

/// The look of a trace of this plot.
[[nodiscard]] TraceLook look_of(const Plot& plot, const PlotStyle& style, std::size_t trace);

}  // namespace ampsweep::rig::gui
