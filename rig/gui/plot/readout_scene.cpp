// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "rig/gui/plot/plot_scene.hpp"
#include "rig/gui/plot/readout.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr double kPad = 6.0;
constexpr double kBetween = 14.0;  // columns of a table

struct Cell {
  std::string text;
  Colour colour;
};
using Table = std::vector<std::vector<Cell>>;

std::vector<double> column_widths(const Table& table, const TextSize& text_size) {
  std::vector<double> widths;
  for (const auto& row : table) {
    widths.resize(std::max(widths.size(), row.size()), 0.0);
    for (std::size_t c = 0; c < row.size(); ++c) {
      widths[c] = std::max(widths[c], text_size(row[c].text).width);
    }
  }
  return widths;
}

Size table_size(const Table& table, const std::vector<double>& widths, double line) {
  Size size{2.0 * kPad - kBetween, line * static_cast<double>(table.size()) + 2.0 * kPad};
  for (const double width : widths) size.width += width + kBetween;
  return size;
}

void add_table(const Table& table, const std::vector<double>& widths, Point corner, double line,
               const PlotStyle& style, PlotScene& scene) {
  const Size size = table_size(table, widths, line);
  scene.front.emplace_back(Rectangle{
      {corner.x, corner.y, corner.x + size.width, corner.y + size.height}, style.box, style.frame});
  double y = corner.y + kPad;
  for (const auto& row : table) {
    double x = corner.x + kPad;
    for (std::size_t c = 0; c < row.size(); ++c) {
      scene.front.emplace_back(Label{{x, y}, row[c].text, row[c].colour, Align::Left});
      x += widths[c] + kBetween;
    }
    y += line;
  }
}

std::string x_text(const Plot& plot, const PlotLayout& layout, double x) {
  return format_value(x, plot.x.unit, layout.x.resolution(x));
}

void add_vertical(const PlotLayout& layout, double x, Colour colour, Dash dash, PlotScene& scene) {
  scene.traces.emplace_back(
      Path{{{x, layout.area.top}, {x, layout.area.bottom}}, colour, 1.0, dash});
}

Colour colour_of(const Plot& plot, const PlotStyle& style, std::size_t trace) {
  return look_of(plot, style, trace).colour;
}

/// What one cursor reads of one trace, as text and as a number.
struct Reading {
  std::string text;
  std::optional<double> value;
};

Reading reading(const Plot& plot, const PlotLayout& layout, const std::vector<TracePoint>& points,
                std::size_t trace) {
  for (const TracePoint& at : points) {
    if (at.trace != trace) continue;
    const TraceData& data = *plot.traces[trace].data;
    Reading found{point_text(plot, layout, at), std::nullopt};
    if (data.stands(at.point)) found.value = data.y(at.point);
    return found;
  }
  return {"", std::nullopt};
}

std::string difference(const Plot& plot, const PlotLayout& layout, const Reading& a,
                       const Reading& b) {
  if (!a.value || !b.value) return "";
  return format_value(*b.value - *a.value, difference_unit(plot.y.unit),
                      layout.y.resolution(*b.value));
}

Table cursor_table(const Plot& plot, const PlotView& view, const PlotLayout& layout,
                   const PlotStyle& style) {
  const auto a = view.cursor_a;
  const auto b = view.cursor_b;
  Table table(1);
  table[0].push_back({"", style.text});
  if (a) table[0].push_back({"A  " + x_text(plot, layout, *a), style.text});
  if (b) table[0].push_back({"B  " + x_text(plot, layout, *b), style.text});
  if (a && b) {
    const double step = std::min(layout.x.resolution(*a), layout.x.resolution(*b));
    table[0].push_back(
        {"B - A  " + format_value(*b - *a, difference_unit(plot.x.unit), step), style.text});
  }
  const auto at_a = a ? points_at(plot, view, layout, *a) : std::vector<TracePoint>{};
  const auto at_b = b ? points_at(plot, view, layout, *b) : std::vector<TracePoint>{};
  for (std::size_t t = 0; t < plot.traces.size(); ++t) {
    if (!view.shows(plot.traces[t])) continue;
    const Reading of_a = reading(plot, layout, at_a, t);
    const Reading of_b = reading(plot, layout, at_b, t);
    const Colour colour = colour_of(plot, style, t);
    std::vector<Cell> row{{plot.traces[t].name, colour}};
    if (a) row.push_back({of_a.text, style.text});
    if (b) row.push_back({of_b.text, style.text});
    if (a && b) row.push_back({difference(plot, layout, of_a, of_b), style.text});
    table.push_back(std::move(row));
  }
  return table;
}

}  // namespace

void add_hover(const Plot& plot, const PlotView& view, const PlotLayout& layout,
               const PlotStyle& style, const TextSize& text_size, Point pointer, PlotScene& scene) {
  if (!layout.area.contains(pointer)) return;
  const double x = layout.x.value(pointer.x);
  const auto points = points_at(plot, view, layout, x);
  if (points.empty()) return;
  add_vertical(layout, pointer.x, faded(style.text, 0.5), Dash::Solid, scene);

  const auto nearest = nearest_point(plot, view, layout, pointer);
  Table table{{{x_text(plot, layout, x), style.text}}};
  for (const TracePoint& at : points) {
    const bool marked = nearest && nearest->trace == at.trace;
    const TracePoint shown = marked ? *nearest : at;
    table.push_back(
        {{(marked ? "> " : "") + plot.traces[at.trace].name, colour_of(plot, style, at.trace)},
         {point_text(plot, layout, shown), style.text}});
  }
  if (nearest) {
    const TraceData& data = *plot.traces[nearest->trace].data;
    const double y =
        std::isfinite(data.y(nearest->point)) ? data.y(nearest->point) : data.limit(nearest->point);
    table[0][0].text = x_text(plot, layout, data.x(nearest->point));
    scene.traces.emplace_back(PlotMark{{layout.x.pixel(data.x(nearest->point)), layout.y.pixel(y)},
                                       Marker::Circle,
                                       Fill::Hollow,
                                       style.text,
                                       style.marker_radius + 2.0});
  }
  // Beside the pointer, on the side where there is room.
  const auto widths = column_widths(table, text_size);
  const Size size = table_size(table, widths, layout.line);
  Point corner{pointer.x + 16.0, pointer.y + 12.0};
  if (corner.x + size.width > layout.size.width) corner.x = pointer.x - 16.0 - size.width;
  corner.x = std::max(0.0, corner.x);
  corner.y = std::clamp(layout.size.height - size.height, 0.0, corner.y);
  add_table(table, widths, corner, layout.line, style, scene);
}

void add_cursors(const Plot& plot, const PlotView& view, const PlotLayout& layout,
                 const PlotStyle& style, const TextSize& text_size, PlotScene& scene) {
  if (!view.cursor_a && !view.cursor_b) return;
  const auto line = [&](std::optional<double> at, const char* name, Colour colour, Dash dash) {
    if (!at) return;
    const double x = layout.x.pixel(*at);
    if (!(x >= layout.area.left && x <= layout.area.right)) return;
    add_vertical(layout, x, colour, dash, scene);
    scene.front.emplace_back(
        Label{{x + 3.0, layout.area.bottom - layout.line - 2.0}, name, colour, Align::Left});
  };
  line(view.cursor_a, "A", style.cursor_a, Dash::Solid);
  line(view.cursor_b, "B", style.cursor_b, Dash::Dashed);
  const Table table = cursor_table(plot, view, layout, style);
  const auto widths = column_widths(table, text_size);
  const double right = layout.area.right - table_size(table, widths, layout.line).width - kPad;
  add_table(table, widths, {std::max(layout.area.left, right), layout.area.top + kPad}, layout.line,
            style, scene);
}

}  // namespace ampsweep::rig::gui
