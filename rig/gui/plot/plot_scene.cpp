// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rig/gui/plot/trace_scene.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr double kTick = 4.0;
constexpr Colour kNone{0, 0, 0, 0};

Path segment(Point a, Point b, Colour colour, double width = 1.0) {
  return {{a, b}, colour, width, Dash::Solid};
}

void draw_x_axis(const PlotLayout& at, const Plot& plot, const PlotStyle& style, PlotScene& scene) {
  const Box& area = at.area;
  for (const Tick& tick : at.x_ticks.ticks) {
    const double x = std::round(at.x.pixel(tick.value));
    const bool minor = tick.label.empty();
    scene.back.emplace_back(
        segment({x, area.top}, {x, area.bottom}, minor ? style.minor_grid : style.grid));
    if (minor) continue;
    scene.front.emplace_back(segment({x, area.bottom}, {x, area.bottom + kTick}, style.frame));
    scene.front.emplace_back(
        Label{{x, area.bottom + kTick + 1.0}, tick.label, style.text, Align::Centre});
  }
  scene.front.emplace_back(Label{{area.right, at.size.height - at.line - 2.0},
                                 axis_title(plot.x.label, at.x_ticks.unit),
                                 style.text,
                                 Align::Right});
}

void draw_y_axis(const PlotLayout& at, const Plot& plot, const PlotStyle& style, PlotScene& scene) {
  const Box& area = at.area;
  for (const Tick& tick : at.y_ticks.ticks) {
    const double y = std::round(at.y.pixel(tick.value));
    const bool minor = tick.label.empty();
    scene.back.emplace_back(
        segment({area.left, y}, {area.right, y}, minor ? style.minor_grid : style.grid));
    if (minor) continue;
    scene.front.emplace_back(segment({area.left - kTick, y}, {area.left, y}, style.frame));
    scene.front.emplace_back(
        Label{{area.left - kTick - 2.0, y - at.line / 2.0}, tick.label, style.text, Align::Right});
  }
  scene.front.emplace_back(Label{{2.0, area.top - at.line - 3.0},
                                 axis_title(plot.y.label, at.y_ticks.unit),
                                 style.text,
                                 Align::Left});
}

void draw_sample(const LegendEntry& entry, const Trace& trace, const TraceLook& look,
                 const PlotStyle& style, PlotScene& scene) {
  const double y = (entry.box.top + entry.box.bottom) / 2.0;
  const Point middle{entry.box.left + kLegendSample / 2.0, y};
  if (trace.kind == TraceKind::Bars) {
    const Box box{middle.x - 5.0, y - 5.0, middle.x + 5.0, y + 5.0};
    scene.front.emplace_back(Rectangle{box, look.colour, look.colour});
    return;
  }
  if (trace.kind != TraceKind::Scatter) {
    scene.front.emplace_back(Path{{{entry.box.left, y}, {entry.box.left + kLegendSample, y}},
                                  look.colour,
                                  style.line_width,
                                  look.dash});
  }
  scene.front.emplace_back(
      PlotMark{middle, look.marker, Fill::Solid, look.colour, style.marker_radius});
}

void draw_legend(const PlotLayout& at, const Plot& plot, const PlotView& view,
                 const PlotStyle& style, PlotScene& scene) {
  for (const LegendEntry& entry : at.legend) {
    const Trace& trace = plot.traces[entry.trace];
    const bool hidden = view.hidden.count(trace.name) > 0;
    TraceLook look = look_of(plot, style, entry.trace);
    if (hidden) look.colour = faded(look.colour, 0.3);
    draw_sample(entry, trace, look, style, scene);
    const Point place{entry.box.left + kLegendSample + 6.0, entry.box.top + 2.0};
    scene.front.emplace_back(
        Label{place, trace.name, hidden ? style.dim_text : style.text, Align::Left});
    if (hidden) {  // struck through: grey alone is no sign
      const double y = place.y + at.line / 2.0;
      scene.front.emplace_back(segment({place.x, y}, {entry.box.right - 12.0, y}, style.dim_text));
    }
  }
  if (at.legend_left_out > 0) {
    scene.front.emplace_back(Label{{at.legend_end.x, at.legend_end.y + 2.0},
                                   fmt::format("+{} more", at.legend_left_out),
                                   style.dim_text,
                                   Align::Left});
  }
}

bool has_points(const Plot& plot, const PlotView& view) {
  return std::any_of(plot.traces.begin(), plot.traces.end(), [&view](const Trace& trace) {
    return view.shows(trace) &&
           (trace.data->extremes(0, trace.data->size()) || trace.data->limits());
  });
}

void say_why_empty(const Plot& plot, const PlotView& view, const PlotLayout& at,
                   const PlotStyle& style, PlotScene& scene) {
  const bool any_hidden = std::any_of(plot.traces.begin(), plot.traces.end(), [&](const Trace& t) {
    return view.hidden.count(t.name) > 0;
  });
  const char* text = any_hidden ? "all traces are hidden: click one in the legend" : "no data";
  scene.front.emplace_back(
      Label{{(at.area.left + at.area.right) / 2.0, (at.area.top + at.area.bottom - at.line) / 2.0},
            text,
            style.dim_text,
            Align::Centre});
}

}  // namespace

PlotScene plot_scene(const Plot& plot, const PlotView& view, const PlotLayout& layout,
                     const PlotStyle& style, double column) {
  PlotScene scene;
  scene.size = layout.size;
  scene.area = layout.area;
  const Box all{0.0, 0.0, layout.size.width, layout.size.height};
  scene.back.emplace_back(Rectangle{all, style.background, kNone});
  draw_x_axis(layout, plot, style, scene);
  draw_y_axis(layout, plot, style, scene);
  add_traces(plot, view, layout, style, column, scene);
  scene.front.emplace_back(Rectangle{layout.area, kNone, style.frame});
  if (!plot.title.empty()) {
    scene.front.emplace_back(
        Label{{layout.size.width / 2.0, 3.0}, plot.title, style.text, Align::Centre});
  }
  draw_legend(layout, plot, view, style, scene);
  if (!has_points(plot, view)) say_why_empty(plot, view, layout, style, scene);
  return scene;
}

}  // namespace ampsweep::rig::gui
