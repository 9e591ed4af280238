// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <imgui.h>

#include "rig/gui/plot/plot_view.hpp"

namespace ampsweep::rig::gui {

/// What a user asked of a plot in this frame.
enum class PlotAsk {
  None,
  CopyCsv,  ///< Done: plot_csv() of what is shown lies on the clipboard.
  SaveSvg,  ///< For the panel: have plot_svg() written.
};

/// Draws a plot at the cursor of the current window and lets its view be changed: by mouse, by menu
/// (right click, or the button at the upper right), and, once it was clicked, by keyboard: arrows
/// pan, with Ctrl they zoom, + and - zoom x, Home fits, Delete takes the cursors away (Escape is
/// STOP).
///
/// Needs:  a frame of Dear ImGui and a window; `id` unique in it. `size` 0: the room there is.
/// Thread: that of the window. Opens no file.
[[nodiscard]] PlotAsk draw_plot(const char* id, const Plot& plot, PlotView& view,
                                const PlotStyle& style, ImVec2 size = {0.0F, 0.0F});

}  // namespace ampsweep::rig::gui
