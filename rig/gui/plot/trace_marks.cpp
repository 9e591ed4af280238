// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/trace_marks.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig::gui {
namespace {

constexpr double kWidestSlot = 60.0;
constexpr double kLoneSlot = 40.0;
constexpr double kFilled = 0.8;  // of a slot
constexpr double kCell = 3.0;    // pixels a spot stands for

Box upright(double left, double right, double one, double other, const Box& area) {
  // A bar far taller than the plot is cut near it: floats draw no millions of pixels.
  const auto near = [&area](double y) {
    return std::clamp(y, area.top - area.height() - 100.0, area.bottom + area.height() + 100.0);
  };
  return {left, near(std::min(one, other)), right, near(std::max(one, other))};
}

std::vector<Bar> bars_by_column(const TraceData& data, const Canvas& canvas, Span seen,
                                double foot) {
  std::vector<Bar> found;
  std::size_t i = seen.first;
  for (double left = canvas.area.left; left < canvas.area.right && i < seen.last;
       left += canvas.column) {
    const std::size_t next =
        std::min(seen.last, data.first_at(canvas.x.value(left + canvas.column), i));
    if (const auto range = data.extremes(i, next)) {
      const double high = canvas.y.pixel(range->high);
      const double low = canvas.y.pixel(range->low);
      const double far = std::abs(high - foot) >= std::abs(low - foot) ? high : low;
      if (std::isfinite(far)) {
        found.push_back({upright(left, left + canvas.column, far, foot, canvas.area), Fill::Solid});
      } else if (std::isfinite(high)) {
        found.push_back(
            {upright(left, left + canvas.column, high, foot, canvas.area), Fill::Solid});
      }
    }
    i = next;
  }
  return found;
}

/// Bars at the edge show their halves.
Span with_neighbours(const TraceData& data, Span seen) {
  return {seen.first > 0 ? seen.first - 1 : 0, std::min(seen.last + 1, data.size())};
}

}  // namespace

double slot_pixels(const TraceData& data, const Canvas& canvas) {
  const Span seen = with_neighbours(data, visible(data, canvas));
  if (static_cast<double>(seen.size()) > canvas.area.width() + 2.0) return canvas.column;
  double slot = seen.size() < 2 ? kLoneSlot : kWidestSlot;
  for (std::size_t i = seen.first + 1; i < seen.last; ++i) {
    const double gap = canvas.x.pixel(data.x(i)) - canvas.x.pixel(data.x(i - 1));
    if (gap > 0.0 && std::isfinite(gap)) slot = std::min(slot, gap);
  }
  return slot;
}

std::vector<Bar> bars(const TraceData& data, const Canvas& canvas, BarSlots slots, std::size_t nth,
                      double foot) {
  const Span seen = with_neighbours(data, visible(data, canvas));
  if (static_cast<double>(seen.size()) > canvas.area.width() / canvas.column + 2.0) {
    return bars_by_column(data, canvas, visible(data, canvas), foot);
  }
  const double width = std::max(
      1.0, slots.pixels * kFilled / static_cast<double>(std::max<std::size_t>(1, slots.traces)));
  const double shift = (static_cast<double>(nth) - static_cast<double>(slots.traces) / 2.0) * width;
  std::vector<Bar> found;
  for (std::size_t i = seen.first; i < seen.last; ++i) {
    const bool stands = data.stands(i);
    const double left = canvas.x.pixel(data.x(i)) + shift;
    const double top = canvas.y.pixel(stands ? data.y(i) : data.limit(i));
    if (!std::isfinite(top) || !std::isfinite(left)) continue;
    if (left + width < canvas.area.left || left > canvas.area.right) continue;
    found.push_back(
        {upright(left, left + width, top, foot, canvas.area), stands ? Fill::Solid : Fill::Hollow});
  }
  return found;
}

std::vector<Spot> spots(const TraceData& data, const Canvas& canvas) {
  const Span seen = visible(data, canvas);
  const auto columns = static_cast<std::size_t>(std::max(0.0, canvas.area.width()) / kCell) + 1;
  const auto rows = static_cast<std::size_t>(std::max(0.0, canvas.area.height()) / kCell) + 1;
  std::vector<bool> taken(columns * rows, false);
  std::vector<Spot> found;
  for (std::size_t i = seen.first; i < seen.last; ++i) {
    const double y = data.y(i);
    const Point at{canvas.x.pixel(data.x(i)), canvas.y.pixel(y)};
    if (!std::isfinite(at.x) || !(at.y >= canvas.area.top && at.y <= canvas.area.bottom)) continue;
    const auto column = static_cast<std::size_t>(std::max(0.0, at.x - canvas.area.left) / kCell);
    const auto row = static_cast<std::size_t>((at.y - canvas.area.top) / kCell);
    const std::size_t cell = std::min(row, rows - 1) * columns + std::min(column, columns - 1);
    if (taken[cell]) continue;
    taken[cell] = true;
    found.push_back({at, data.stands(i) ? Fill::Solid : Fill::Hollow});
  }
  return found;
}

}  // namespace ampsweep::rig::gui
