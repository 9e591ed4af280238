// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_input.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig::gui {
namespace {

constexpr double kWheelNotch = 0.8;  // of the range stays
constexpr double kKeyPan = 0.1;      // of the range
constexpr double kClick = 3.0;       // pixels: a hand that clicks moves no further
constexpr double kSmallestBox = 5.0;

enum class Place { Outside, Area, XAxis, YAxis };

Place place_of(const PlotLayout& layout, Point p) {
  if (layout.area.contains(p)) return Place::Area;
  if (layout.x_axis.contains(p)) return Place::XAxis;
  return layout.y_axis.contains(p) ? Place::YAxis : Place::Outside;
}

void zoom_by_wheel(const PlotLayout& layout, const PlotInput& input, PlotView& view) {
  const double factor = std::pow(kWheelNotch, input.wheel);
  const Place place = place_of(layout, input.pointer);
  if (place == Place::Outside) return;
  const bool y = place == Place::YAxis || (place == Place::Area && input.ctrl);
  if (y) {
    view.y->range = zoomed(layout.y, input.pointer.y, factor);
  } else {
    view.x->range = zoomed(layout.x, input.pointer.x, factor);
  }
}

void fit_place(Place place, PlotView& view) {
  if (place != Place::YAxis) view.x->range.reset();
  if (place != Place::XAxis) view.y->range.reset();
}

void begin(PlotDrag::Kind kind, const PlotLayout& layout, Point at, PlotView& view) {
  view.drag = {kind, at, at, layout.x, layout.y, false};
}

void press_left(const Plot& plot, const PlotLayout& layout, const PlotInput& input,
                PlotView& view) {
  if (const auto trace = legend_at(layout, input.pointer)) {
    toggle(view, plot.traces[*trace].name);
    return;
  }
  const Place place = place_of(layout, input.pointer);
  if (place == Place::Outside) return;
  if (input.left.double_clicked) {
    fit_place(place, view);
    if (place == Place::Area) view.cursor_a = view.cursor_a_before;
    view.drag = {};
    return;
  }
  const auto kind = place == Place::XAxis   ? PlotDrag::Kind::PanX
                    : place == Place::YAxis ? PlotDrag::Kind::PanY
                                            : PlotDrag::Kind::Pan;
  begin(kind, layout, input.pointer, view);
}

void pan(PlotView& view) {
  const PlotDrag& drag = view.drag;
  if (drag.kind != PlotDrag::Kind::PanY) view.x->range = panned(drag.x, drag.to.x - drag.from.x);
  if (drag.kind != PlotDrag::Kind::PanX) view.y->range = panned(drag.y, drag.to.y - drag.from.y);
}

void zoom_to_box(PlotView& view) {
  const PlotDrag& drag = view.drag;
  const auto inside = [](const AxisMap& map, double pixel) {
    const double low = std::min(map.at_low(), map.at_high());
    return std::clamp(pixel, low, low + map.length());
  };
  const double left = inside(drag.x, drag.from.x);
  const double right = inside(drag.x, drag.to.x);
  const double top = inside(drag.y, drag.from.y);
  const double bottom = inside(drag.y, drag.to.y);
  if (std::abs(right - left) >= kSmallestBox) view.x->range = between(drag.x, left, right);
  if (std::abs(bottom - top) >= kSmallestBox) view.y->range = between(drag.y, top, bottom);
}

/// What a button that came up without having moved meant.
PlotWish click(const PlotInput& input, PlotView& view) {
  const PlotDrag& drag = view.drag;
  if (drag.kind == PlotDrag::Kind::Box) return PlotWish::Menu;
  if (drag.kind != PlotDrag::Kind::Pan) return PlotWish::None;
  const double x = drag.x.value(drag.from.x);
  if (input.shift) {
    view.cursor_b = x;
  } else {
    view.cursor_a_before = view.cursor_a;
    view.cursor_a = x;
  }
  return PlotWish::None;
}

PlotWish follow_drag(const PlotInput& input, PlotView& view) {
  PlotDrag& drag = view.drag;
  if (drag.kind == PlotDrag::Kind::None) return PlotWish::None;
  const bool box = drag.kind == PlotDrag::Kind::Box;
  drag.to = input.pointer;
  const double way = std::hypot(drag.to.x - drag.from.x, drag.to.y - drag.from.y);
  drag.moved = drag.moved || way > kClick;
  if (drag.moved && !box) pan(view);
  if (box ? input.right.down : input.left.down) return PlotWish::None;
  PlotWish wish = PlotWish::None;
  if (!drag.moved) {
    wish = click(input, view);
  } else if (box) {
    zoom_to_box(view);
  }
  drag = {};
  return wish;
}

void apply_keys(const PlotLayout& layout, const PlotInput& input, PlotView& view) {
  const AxisMap& x = layout.x;
  const AxisMap& y = layout.y;
  if (input.pan_x != 0) view.x->range = panned(x, -kKeyPan * input.pan_x * x.length());
  if (input.pan_y != 0) view.y->range = panned(y, kKeyPan * input.pan_y * y.length());
  if (input.zoom_x != 0) {
    view.x->range =
        zoomed(x, (x.at_low() + x.at_high()) / 2.0, std::pow(kWheelNotch, input.zoom_x));
  }
  if (input.zoom_y != 0) {
    view.y->range =
        zoomed(y, (y.at_low() + y.at_high()) / 2.0, std::pow(kWheelNotch, input.zoom_y));
  }
  if (input.home) fit(view);
  if (input.clear) {
    view.cursor_a.reset();
    view.cursor_b.reset();
    view.cursor_a_before.reset();
  }
}

}  // namespace

PlotWish apply_input(const Plot& plot, const PlotLayout& layout, const PlotInput& input,
                     PlotView& view) {
  if (input.hovered && input.wheel != 0.0) zoom_by_wheel(layout, input, view);
  apply_keys(layout, input, view);
  if (input.left.pressed) press_left(plot, layout, input, view);
  if (input.right.pressed && layout.area.contains(input.pointer)) {
    begin(PlotDrag::Kind::Box, layout, input.pointer, view);
  }
  return follow_drag(input, view);
}

void toggle(PlotView& view, const std::string& trace) {
  if (view.hidden.erase(trace) == 0) view.hidden.insert(trace);
}

}  // namespace ampsweep::rig::gui
