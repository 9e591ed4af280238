// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/trace_scene.hpp"

#include <algorithm>
#include <cmath>

#include "rig/gui/plot/plot_scene.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr double kRough = 4.0;         // times the width of the plot: dashes would only flicker
constexpr double kMarkEvery = 140.0;   // pixels, on lines that need telling apart
constexpr double kMarkShift = 37.0;    // from one trace to the next
constexpr double kRoomForMarks = 7.0;  // pixels a point, for a marker at each
constexpr Colour kNone{0, 0, 0, 0};

double length_of(const std::vector<std::vector<Point>>& pieces) {
  double length = 0.0;
  for (const auto& piece : pieces) {
    for (std::size_t i = 1; i < piece.size(); ++i) {
      length += std::hypot(piece[i].x - piece[i - 1].x, piece[i].y - piece[i - 1].y);
    }
  }
  return length;
}

/// Draws the traces of one plot into its scene.
class TraceDrawing {
 public:
  TraceDrawing(const Plot& plot, const PlotView& view, const PlotLayout& layout,
               const PlotStyle& style, double column, PlotScene& scene)
      : plot_(plot),
        style_(style),
        canvas_{layout.area, layout.x, layout.y, column},
        scene_(scene) {
    for (std::size_t i = 0; i < plot.traces.size(); ++i) {
      if (view.shows(plot.traces[i])) visible_.push_back(i);
    }
  }

  void draw() {
    draw_bars();  // first: lines stay readable before them
    for (const std::size_t i : visible_) {
      const Trace& trace = plot_.traces[i];
      if (trace.kind == TraceKind::Bars) continue;
      const TraceLook look = look_of(plot_, style_, i);
      if (trace.data->has_limit()) draw_limit(*trace.data, look);
      if (trace.kind != TraceKind::Scatter) draw_line(trace, look, i);
      if (trace.kind == TraceKind::Scatter || marks_fit(trace)) draw_spots(*trace.data, look);
    }
  }

 private:
  void draw_line(const Trace& trace, const TraceLook& look, std::size_t index) {
    const Joint joint = trace.kind == TraceKind::Steps ? Joint::Stepped : Joint::Straight;
    auto pieces = line_pieces(*trace.data, canvas_, joint);
    const Dash dash = rough(pieces) ? Dash::Solid : look.dash;
    if (visible_.size() > 1 && trace.kind != TraceKind::MarkedLine) tag(pieces, look, index);
    add(std::move(pieces), look.colour, style_.line_width, dash);
  }

  [[nodiscard]] bool rough(const std::vector<std::vector<Point>>& pieces) const {
    return length_of(pieces) > kRough * canvas_.area.width();
  }

  void draw_limit(const TraceData& data, const TraceLook& look) {
    auto pieces = limit_pieces(data, canvas_);
    const Dash dash = rough(pieces) ? Dash::Solid : Dash::Dotted;
    add(std::move(pieces), faded(look.colour, 0.6), 1.0, dash);
  }

  void add(std::vector<std::vector<Point>> pieces, Colour colour, double width, Dash dash) {
    for (auto& piece : pieces) {
      if (piece.size() == 1) {
        scene_.traces.emplace_back(PlotMark{piece[0], Marker::Circle, Fill::Solid, colour, width});
      } else {
        scene_.traces.emplace_back(Path{std::move(piece), colour, width, dash});
      }
    }
  }

  /// A marker at every so many pixels, on a point of the line.
  void tag(const std::vector<std::vector<Point>>& pieces, const TraceLook& look,
           std::size_t index) {
    const Box& area = canvas_.area;
    double next = area.left + 20.0 + std::fmod(kMarkShift * static_cast<double>(index), kMarkEvery);
    for (const auto& piece : pieces) {
      for (const Point& p : piece) {
        if (p.x < next || !area.contains(p)) continue;
        scene_.traces.emplace_back(
            PlotMark{p, look.marker, Fill::Solid, look.colour, style_.marker_radius});
        while (next <= p.x) next += kMarkEvery;
      }
    }
  }

  [[nodiscard]] bool marks_fit(const Trace& trace) const {
    if (trace.kind != TraceKind::MarkedLine) return false;
    const auto points = static_cast<double>(visible(*trace.data, canvas_).size());
    return points * kRoomForMarks <= canvas_.area.width();
  }

  void draw_spots(const TraceData& data, const TraceLook& look) {
    for (const Spot& spot : spots(data, canvas_)) {
      scene_.traces.emplace_back(
          PlotMark{spot.at, look.marker, spot.fill, look.colour, style_.marker_radius});
    }
  }

  void draw_bars() {
    std::vector<std::size_t> traces;
    BarSlots slots;
    for (const std::size_t i : visible_) {
      if (plot_.traces[i].kind != TraceKind::Bars) continue;
      const double pixels = slot_pixels(*plot_.traces[i].data, canvas_);
      slots.pixels = traces.empty() ? pixels : std::min(slots.pixels, pixels);
      traces.push_back(i);
    }
    slots.traces = std::max<std::size_t>(1, traces.size());
    const double foot = bars_from_zero(plot_.y) ? canvas_.y.pixel(0.0) : canvas_.area.bottom;
    for (std::size_t n = 0; n < traces.size(); ++n) {
      const Colour colour = look_of(plot_, style_, traces[n]).colour;
      for (const Bar& bar : bars(*plot_.traces[traces[n]].data, canvas_, slots, n, foot)) {
        scene_.traces.emplace_back(
            Rectangle{bar.box, bar.fill == Fill::Solid ? colour : kNone, colour});
      }
    }
  }

  const Plot& plot_;
  const PlotStyle& style_;
  Canvas canvas_;
  PlotScene& scene_;
  std::vector<std::size_t> visible_;
};

}  // namespace

TraceLook look_of(const Plot& plot, const PlotStyle& style, std::size_t trace) {
  TraceLook look = look_of(style, trace);
  if (plot.traces[trace].colour) look.colour = *plot.traces[trace].colour;
  return look;
}

void add_traces(const Plot& plot, const PlotView& view, const PlotLayout& layout,
                const PlotStyle& style, double column, PlotScene& scene) {
  TraceDrawing{plot, view, layout, style, column, scene}.draw();
}

}  // namespace ampsweep::rig::gui
