// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "rig/gui/plot/geometry.hpp"
#include "rig/gui/plot/plot_view.hpp"
#include "rig/gui/plot/ticks.hpp"

namespace ampsweep::rig::gui {

struct LegendEntry {
  std::size_t trace{0};  ///< Place in the plot.
  Box box;               ///< What a click must hit.
};

inline constexpr double kLegendSample = 28.0;  ///< Pixels of line before a name.

/// Where everything of a plot stands.
struct PlotLayout {
  Size size;
  double line{0.0};  ///< Height of a line of text.
  Box area;          ///< Inside the frame.
  Box x_axis;        ///< The labels below it.
  Box y_axis;        ///< The labels left of it.
  AxisMap x;
  AxisMap y;
  Ticks x_ticks;
  Ticks y_ticks;
  std::vector<LegendEntry> legend;
  std::size_t legend_left_out{0};  ///< Traces the legend has no room for.
  Point legend_end;                ///< Where it says so.
};

/// Title and legend on top, y labels on the left, x labels below; the legend takes at most a third
/// of the height.
[[nodiscard]] PlotLayout lay_out(const Plot& plot, ShownRanges ranges, Size size,
                                 const TextSize& text_size);

/// "level (dBFS peak)"; the one alone where the other is empty.
[[nodiscard]] std::string axis_title(const std::string& label, const std::string& unit);

/// The trace whose legend entry lies under the pointer.
[[nodiscard]] std::optional<std::size_t> legend_at(const PlotLayout& layout, Point pointer);

}  // namespace ampsweep::rig::gui
