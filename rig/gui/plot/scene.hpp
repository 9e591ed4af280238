// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "rig/gui/plot/geometry.hpp"
#include "rig/gui/plot/plot_style.hpp"
#include "rig/gui/plot/trace_marks.hpp"

namespace ampsweep::rig::gui {

/// What a plot is drawn of, before anybody draws it: the window and the SVG file show the same.
struct Path {
  std::vector<Point> points;  ///< At least two.
  Colour colour;
  double width{1.0};
  Dash dash{Dash::Solid};
};

struct Rectangle {
  Box box;
  Colour fill;  ///< Alpha 0: none.
  Colour edge;  ///< Alpha 0: none.
};

struct PlotMark {
  Point at;
  Marker marker{Marker::Circle};
  Fill fill{Fill::Solid};
  Colour colour;
  double radius{4.0};
};

enum class Align { Left, Centre, Right };

struct Label {
  Point at;  ///< Top, and the side that `align` names.
  std::string text;
  Colour colour;
  Align align{Align::Left};
};

using SceneItem = std::variant<Path, Rectangle, PlotMark, Label>;

struct PlotScene {
  Size size;
  Box area;                     ///< What `traces` are cut to.
  std::vector<SceneItem> back;  ///< Ground, grid.
  std::vector<SceneItem> traces;
  std::vector<SceneItem> front;  ///< Frame, labels, legend, read-outs.
};

}  // namespace ampsweep::rig::gui
