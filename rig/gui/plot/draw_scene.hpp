// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <imgui.h>

#include "rig/gui/plot/scene.hpp"

namespace ampsweep::rig::gui {

/// Puts a scene into a draw list of Dear ImGui, its corner at `origin`.
///
/// Promise: where the back end cannot offset vertices (16-bit indices), nothing is added past the
///          65 535th; choose `column` of plot_scene() with column_for() so that nothing is lost.
void draw_scene(const PlotScene& scene, ImVec2 origin, ImDrawList& list);

/// Pixels a column so that so many lines of so many pixels fit what `list` has left: 1 where the
/// back end can offset vertices.
[[nodiscard]] double column_for(const ImDrawList& list, std::size_t lines, double width);

}  // namespace ampsweep::rig::gui
