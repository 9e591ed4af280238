// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/plot/draw_plot.hpp"
#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// draw_plot() in the window's colours; where the person asks for it, what it shows is written as
/// `name`.svg in the folder "plots" beside the datasets.
void draw_saved_plot(const Scene& scene, const char* id, const Plot& plot, PlotView& view,
                     ImVec2 size, const std::string& name);

}  // namespace ampsweep::rig::gui
