// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rig/gui/plot/axis_map.hpp"
#include "rig/gui/plot/plot_style.hpp"
#include "rig/gui/plot/plot_text.hpp"
#include "rig/gui/plot/trace_data.hpp"

namespace ampsweep::rig::gui {

enum class TraceKind {
  Line,
  Steps,       ///< A value holds until the next point.
  MarkedLine,  ///< A line with a marker at every point, while there is room.
  Scatter,     ///< Markers only.
  Bars,        ///< Side by side with the other bar traces of the plot.
};

struct Trace {
  std::string name;  ///< Unique in its plot: what the view remembers it by.
  TraceKind kind{TraceKind::Line};
  std::shared_ptr<const TraceData> data;  ///< None: nothing to draw yet.
  std::optional<Colour> colour;           ///< Empty: from the palette, by place in the plot.
};

struct Axis {
  std::string label;  ///< Without its unit.
  Unit unit{Unit::None};
  Scale scale{Scale::Linear};
  std::optional<Range> fit;  ///< What "fit" shows; empty: all data.
};

/// What is shown; made anew each frame or kept, as suits the panel.
struct Plot {
  std::string title;
  Axis x;
  Axis y;
  std::vector<Trace> traces;
};

}  // namespace ampsweep::rig::gui
