// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/plot/plot_layout.hpp"

namespace ampsweep::rig::gui {

/// What a user did to a plot in one frame.
struct PlotInput {
  struct Button {
    bool pressed{false};  ///< In this frame, over the plot.
    bool down{false};
    bool double_clicked{false};
  };
  Point pointer;
  bool hovered{false};  ///< The pointer is over the plot and nothing lies above it.
  Button left;
  Button right;
  double wheel{0.0};  ///< Notches, away from the user is positive.
  bool ctrl{false};
  bool shift{false};
  int pan_x{0};   ///< Keys: +1 looks further right.
  int pan_y{0};   ///< +1 looks further up.
  int zoom_x{0};  ///< +1 shows less.
  int zoom_y{0};
  bool home{false};
  bool clear{false};
};

enum class PlotWish { None, Menu };

/// Changes the view. Wheel: zoom x about the pointer, with Ctrl y, over an axis that axis. Left
/// drag: pan, from an axis only that one. Right drag: zoom to the box. Double click: fit, over an
/// axis only that one. Click: cursor A, with shift B. Click in the legend: hide or show. Right
/// click: wishes for the menu. Home fits, Delete takes the cursors away (Escape is STOP).
[[nodiscard]] PlotWish apply_input(const Plot& plot, const PlotLayout& layout,
                                   const PlotInput& input, PlotView& view);

void toggle(PlotView& view, const std::string& trace);

}  // namespace ampsweep::rig::gui
