// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_layout.hpp"

#include <algorithm>

namespace ampsweep::rig::gui {
namespace {

constexpr double kGap = 6.0;
constexpr double kLabelRoom = 10.0;  // between two labels of the x axis
constexpr double kLegendShare = 1.0 / 3.0;

/// The legend in rows from `top`; returns where the next thing may begin.
double lay_out_legend(const Plot& plot, const TextSize& text_size, double top, PlotLayout& layout) {
  if (plot.traces.empty()) return top;
  const double row = layout.line + 4.0;
  const double lowest = layout.size.height * kLegendShare;
  double x = kGap;
  for (std::size_t i = 0; i < plot.traces.size(); ++i) {
    const double width = kLegendSample + kGap + text_size(plot.traces[i].name).width + kGap * 2.0;
    if (x > kGap && x + width > layout.size.width) {
      if (top + row * 2.0 > lowest) {
        layout.legend_left_out = plot.traces.size() - i;
        break;
      }
      x = kGap;
      top += row;
    }
    layout.legend.push_back({i, {x, top, std::min(x + width, layout.size.width), top + row}});
    x += width;
  }
  layout.legend_end = {x, top};
  return top + row + kGap / 2.0;
}

double widest(const Ticks& ticks, const TextSize& text_size) {
  double width = 0.0;
  for (const Tick& tick : ticks.ticks) {
    if (!tick.label.empty()) width = std::max(width, text_size(tick.label).width);
  }
  return width;
}

}  // namespace

PlotLayout lay_out(const Plot& plot, ShownRanges ranges, Size size, const TextSize& text_size) {
  PlotLayout layout;
  layout.size = size;
  layout.line = text_size("0").height;
  double top = kGap / 2.0;
  if (!plot.title.empty()) top += layout.line + kGap / 2.0;
  top = lay_out_legend(plot, text_size, top, layout);
  top += layout.line + kGap / 2.0;  // the title of the y axis lies on top of it
  const double bottom = std::max(top + 1.0, size.height - 2.0 * (layout.line + kGap));
  layout.y = AxisMap{ranges.y, plot.y.scale, bottom, top};
  layout.y_ticks =
      axis_ticks(layout.y, plot.y.unit, [&](std::string_view) { return layout.line * 1.6; });

  const double left = kGap + std::max(widest(layout.y_ticks, text_size), layout.line * 2.0) + kGap;
  const double right = std::max(left + 1.0, size.width - text_size("0000").width);
  layout.area = {left, top, right, bottom};
  layout.x = AxisMap{ranges.x, plot.x.scale, left, right};
  layout.x_ticks = axis_ticks(layout.x, plot.x.unit, [&](std::string_view label) {
    return text_size(label).width + kLabelRoom;
  });
  layout.x_axis = {left, bottom, right, size.height};
  layout.y_axis = {0.0, top, left, bottom};
  return layout;
}

std::string axis_title(const std::string& label, const std::string& unit) {
  if (label.empty() || unit.empty()) return label + unit;
  return label + " (" + unit + ")";
}

std::optional<std::size_t> legend_at(const PlotLayout& layout, Point pointer) {
  for (const LegendEntry& entry : layout.legend) {
    if (entry.box.contains(pointer)) return entry.trace;
  }
  return std::nullopt;
}

}  // namespace ampsweep::rig::gui
