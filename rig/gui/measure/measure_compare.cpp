// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/measure/measure_compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace ampsweep::rig::gui {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kSameX = 1e-9;  // relative: the same grid point after arithmetic

double stood(const TraceData& data, std::size_t i) { return data.stands(i) ? data.y(i) : kUnknown; }

double value_at(const TraceData& data, double x) {
  const double slack = kSameX * std::abs(x);
  const std::size_t next = data.first_at(x - slack);
  if (next == data.size()) return kUnknown;
  if (data.x(next) <= x + slack) return stood(data, next);
  if (next == 0) return kUnknown;
  const double share = (x - data.x(next - 1)) / (data.x(next) - data.x(next - 1));
  return (1.0 - share) * stood(data, next - 1) + share * stood(data, next);
}

bool in_wish(const MeasurePart& part, const MeasureWish& wish) {
  return part.which == wish.which || (!part.group.empty() && part.group == wish.which);
}

/// Parts of the group that is wished for; empty: a single part is.
std::vector<const MeasurePart*> group_of(const ShownMeasure& shown, const MeasureWish& wish) {
  std::vector<const MeasurePart*> group;
  for (const MeasurePart& part : shown.traces->parts(wish.view)) {
    if (part.which == wish.which) return {};
    if (!part.group.empty() && part.group == wish.which) group.push_back(&part);
  }
  return group;
}

Unit difference_in(Unit unit) {
  const bool level = unit == Unit::DbFsPeak || unit == Unit::DbFsRms || unit == Unit::Dbc;
  return level ? Unit::Decibels : unit;
}

void set_axes(const MeasurePart& part, bool differences, Plot& plot) {
  if (plot.traces.empty() || plot.y.label.empty()) {
    plot.x = part.x;
    plot.y = part.y;
  }
  if (!differences) return;
  plot.y.label = part.y.label + " re reference";
  plot.y.unit = difference_in(part.y.unit);
}

std::shared_ptr<const TraceData> compared_data(const MeasurePart& part,
                                               const MeasurePart* reference) {
  if (!part.data || reference == nullptr) return part.data;
  if (!reference->data) return nullptr;
  return difference(*part.data, *reference->data, part.y.unit);
}

}  // namespace

std::vector<std::string> choices(const std::vector<ShownMeasure>& shown, MeasureView view) {
  std::vector<std::string> names;
  const auto add = [&names](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  if (shown.size() == 1) {
    const auto& parts = shown.front().traces->parts(view);
    for (const MeasurePart& part : parts) {
      const auto in_group = std::count_if(parts.begin(), parts.end(), [&](const MeasurePart& one) {
        return !one.group.empty() && one.group == part.group;
      });
      if (in_group > 1) add(part.group);
    }
  }
  for (const ShownMeasure& one : shown) {
    for (const MeasurePart& part : one.traces->parts(view)) add(part.which);
  }
  return names;
}

std::shared_ptr<const TraceData> difference(const TraceData& data, const TraceData& reference,
                                            Unit unit) {
  Points points;
  for (std::size_t i = 0; i < data.size(); ++i) {
    double change = stood(data, i) - value_at(reference, data.x(i));
    if (unit == Unit::Degrees) change = std::remainder(change, 360.0);
    points.add(data.x(i), change);
  }
  return points.data();
}

Plot compared(const std::vector<ShownMeasure>& shown, const MeasureWish& wish) {
  Plot plot;
  if (shown.size() == 1) {
    const auto group = group_of(shown.front(), wish);
    for (const MeasurePart* part : group) {
      set_axes(*part, false, plot);
      plot.traces.push_back({part->which, part->kind, part->data, std::nullopt});
    }
    if (!group.empty()) return plot;
  }
  const MeasurePart* reference = wish.reference && *wish.reference < shown.size()
                                     ? part_of(shown[*wish.reference], wish)
                                     : nullptr;
  for (const ShownMeasure& one : shown) {
    const MeasurePart* part = part_of(one, wish);
    Trace trace{one.name, TraceKind::Line, nullptr, std::nullopt};
    if (part != nullptr) {
      if (part->data) set_axes(*part, reference != nullptr, plot);
      trace.kind = reference != nullptr && part->kind == TraceKind::Bars ? TraceKind::MarkedLine
                                                                         : part->kind;
      trace.data = compared_data(*part, reference);
    }
    plot.traces.push_back(std::move(trace));
  }
  return plot;
}

const MeasurePart* part_of(const ShownMeasure& shown, const MeasureWish& wish) {
  const auto& parts = shown.traces->parts(wish.view);
  const auto found = std::find_if(parts.begin(), parts.end(),
                                  [&](const MeasurePart& part) { return in_wish(part, wish); });
  return found != parts.end() ? &*found : nullptr;
}

std::vector<std::string> refusals(const std::vector<ShownMeasure>& shown, const MeasureWish& wish) {
  std::vector<std::string> lines;
  for (const ShownMeasure& one : shown) {
    if (one.traces->parts(wish.view).empty()) {
      lines.push_back(fmt::format("{}: {}", one.name, why_absent(wish.view)));
      continue;
    }
    const MeasurePart* part = part_of(one, wish);
    if (part == nullptr) {
      // A part that was refused as a whole stands under the name of its first curve.
      const MeasurePart& first = one.traces->parts(wish.view).front();
      lines.push_back(fmt::format("{}: {}", one.name,
                                  first.refused.empty() ? "did not measure " + wish.which
                                                        : "not measured: " + first.refused));
    } else if (!part->refused.empty()) {
      lines.push_back(fmt::format("{}: not measured: {}", one.name, part->refused));
    }
  }
  return lines;
}

std::vector<std::string> told_apart(std::vector<std::string> names) {
  std::set<std::string> taken;
  for (std::string& name : names) {
    const std::string wanted = name;
    for (int n = 2; !taken.insert(name).second; ++n) name = fmt::format("{} ({})", wanted, n);
  }
  return names;
}

}  // namespace ampsweep::rig::gui
