// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/readout.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig::gui {
namespace {

constexpr double kReach = 8.0;  // pixels
constexpr std::size_t kMostLookedAt = 4096;

/// Nearest in x, as drawn.
std::optional<std::size_t> point_at(const Trace& trace, const AxisMap& map, double x) {
  const TraceData& data = *trace.data;
  if (data.size() == 0 || std::isnan(x)) return std::nullopt;
  const std::size_t after = data.first_at(x);
  const double pixel = map.pixel(x);
  const auto away = [&](std::size_t i) { return std::abs(map.pixel(data.x(i)) - pixel); };
  if (after == data.size()) {
    if (away(after - 1) > kReach) return std::nullopt;
    return after - 1;
  }
  if (after == 0) {
    if (!(away(0) <= kReach)) return std::nullopt;
    return 0;
  }
  if (trace.kind == TraceKind::Steps) return data.x(after) == x ? after : after - 1;
  return away(after) < away(after - 1) || std::isnan(away(after - 1)) ? after : after - 1;
}

/// Where a point is drawn: at its limit when that is all that is known.
Point place_of(const TraceData& data, const PlotLayout& layout, std::size_t i) {
  const double y = std::isfinite(data.y(i)) ? data.y(i) : data.limit(i);
  return {layout.x.pixel(data.x(i)), layout.y.pixel(y)};
}

}  // namespace

std::vector<TracePoint> points_at(const Plot& plot, const PlotView& view, const PlotLayout& layout,
                                  double x) {
  std::vector<TracePoint> found;
  for (std::size_t t = 0; t < plot.traces.size(); ++t) {
    if (!view.shows(plot.traces[t])) continue;
    if (const auto point = point_at(plot.traces[t], layout.x, x)) found.push_back({t, *point});
  }
  return found;
}

std::optional<TracePoint> nearest_point(const Plot& plot, const PlotView& view,
                                        const PlotLayout& layout, Point pointer) {
  std::optional<TracePoint> nearest;
  double best = kReach;
  for (std::size_t t = 0; t < plot.traces.size(); ++t) {
    if (!view.shows(plot.traces[t])) continue;
    const TraceData& data = *plot.traces[t].data;
    std::size_t first = 0;
    std::size_t last = 0;
    double reach = kReach;
    do {
      first = data.first_at(layout.x.value(pointer.x - reach));
      last = data.first_at(layout.x.value(pointer.x + reach), first);
      reach /= 2.0;
    } while (last - first > kMostLookedAt && reach > 1e-3);
    for (std::size_t i = first; i < std::min(last, first + kMostLookedAt); ++i) {
      const Point at = place_of(data, layout, i);
      const double away = std::hypot(at.x - pointer.x, at.y - pointer.y);
      if (away <= best) {  // false for what has no place
        best = away;
        nearest = {t, i};
      }
    }
  }
  return nearest;
}

std::string point_text(const Plot& plot, const PlotLayout& layout, TracePoint at) {
  const TraceData& data = *plot.traces[at.trace].data;
  const bool below = !data.stands(at.point) && std::isfinite(data.limit(at.point));
  const double value = below ? data.limit(at.point) : data.y(at.point);
  if (!std::isfinite(value)) return "not measured";
  const double resolution = layout.y.resolution(value);
  return (below ? "< " : "") + format_value(value, plot.y.unit, resolution);
}

Unit difference_unit(Unit unit) { return is_level(unit) ? Unit::Decibels : unit; }

}  // namespace ampsweep::rig::gui
