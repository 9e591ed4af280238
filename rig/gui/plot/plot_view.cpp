// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_view.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig::gui {
namespace {

constexpr double kMargin = 0.05;  // of y, above and below what it shows

void unite(std::optional<Range>& all, std::optional<Range> one) {
  if (one) all = all ? united(*all, *one) : *one;
}

/// x of the points an axis can show.
std::optional<Range> x_extent(const TraceData& data, Scale scale) {
  std::size_t first = 0;
  if (scale == Scale::Log) {
    first = data.first_at(0.0);
    while (first < data.size() && data.x(first) <= 0.0) ++first;
  }
  if (first >= data.size()) return std::nullopt;
  return Range{data.x(first), data.x(data.size() - 1)};
}

/// Half a slot, so that the outer bars are whole.
Range with_room_for_bars(Range extent, const TraceData& data, Scale scale) {
  if (scale == Scale::Log || data.size() < 2) return extent;
  const double slot = (extent.high - extent.low) / static_cast<double>(data.size() - 1);
  return {extent.low - slot * 0.5, extent.high + slot * 0.5};
}

std::optional<Range> on_scale(std::optional<Range> extent, std::optional<double> lowest_positive,
                              Scale scale) {
  if (!extent || scale == Scale::Linear) return extent;
  if (!(extent->high > 0.0)) return std::nullopt;
  if (extent->low <= 0.0) extent->low = lowest_positive.value_or(extent->high);
  return extent;
}

Range with_margin(Range range, const Axis& axis, bool bars) {
  range = usable_range(range, axis.scale);
  const AxisMap unit{range, axis.scale, 0.0, 1.0};
  const bool from_zero = bars && bars_from_zero(axis);
  const double low = from_zero && range.low == 0.0 ? range.low : unit.value(-kMargin);
  const double high = from_zero && range.high == 0.0 ? range.high : unit.value(1.0 + kMargin);
  return {low, high};
}

bool has_bars(const Plot& plot, const PlotView& view) {
  return std::any_of(plot.traces.begin(), plot.traces.end(),
                     [&](const Trace& t) { return t.kind == TraceKind::Bars && view.shows(t); });
}

Range shown(const AxisView& view, const Axis& axis, std::optional<Range> extent) {
  if (view.range) return usable_range(*view.range, axis.scale);
  if (const auto together = view.reported()) return usable_range(*together, axis.scale);
  if (axis.fit) return usable_range(*axis.fit, axis.scale);
  if (extent) return usable_range(*extent, axis.scale);
  return axis.scale == Scale::Log ? Range{1.0, 10.0} : Range{0.0, 1.0};
}

}  // namespace

void AxisView::report(int frame, std::optional<Range> extent) {
  if (frame != frame_) {
    before_ = now_;
    now_.reset();
    frame_ = frame;
  }
  unite(now_, extent);
}

std::optional<Range> AxisView::reported() const {
  std::optional<Range> all = before_;
  unite(all, now_);
  return all;
}

std::optional<Range> x_extent(const Plot& plot, const PlotView& view) {
  std::optional<Range> all;
  for (const Trace& trace : plot.traces) {
    if (!view.shows(trace)) continue;
    std::optional<Range> one = x_extent(*trace.data, plot.x.scale);
    if (one && trace.kind == TraceKind::Bars) {
      one = with_room_for_bars(*one, *trace.data, plot.x.scale);
    }
    unite(all, one);
  }
  return all;
}

std::optional<Range> y_extent(const Plot& plot, const PlotView& view, Range x) {
  std::optional<Range> all;
  for (const Trace& trace : plot.traces) {
    if (!view.shows(trace)) continue;
    const TraceData& data = *trace.data;
    const std::size_t first = data.first_at(x.low);
    const std::size_t last = data.first_at(std::nextafter(x.high, INFINITY), first);
    std::optional<Range> one = data.extremes(first, last);
    if (data.has_limit()) unite(one, data.limits());
    one = on_scale(one, data.lowest_positive(), plot.y.scale);
    if (one && trace.kind == TraceKind::Bars && bars_from_zero(plot.y)) {
      unite(one, Range{0.0, 0.0});
    }
    unite(all, one);
  }
  if (!all) return std::nullopt;
  return with_margin(*all, plot.y, has_bars(plot, view));
}

bool bars_from_zero(const Axis& y) { return y.scale == Scale::Linear && !is_level(y.unit); }

void report_extents(const Plot& plot, PlotView& view, int frame) {
  view.x->report(frame, plot.x.fit ? plot.x.fit : x_extent(plot, view));
  const Range x = shown(*view.x, plot.x, std::nullopt);
  view.y->report(frame, plot.y.fit ? plot.y.fit : y_extent(plot, view, x));
}

ShownRanges shown_ranges(const Plot& plot, const PlotView& view) {
  const Range x = shown(*view.x, plot.x, x_extent(plot, view));
  return {x, shown(*view.y, plot.y, y_extent(plot, view, x))};
}

void fit(PlotView& view) {
  view.x->range.reset();
  view.y->range.reset();
}

}  // namespace ampsweep::rig::gui
