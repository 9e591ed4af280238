// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "rig/gui/plot/plot_layout.hpp"
#include "rig/model/csv_cell.hpp"

namespace ampsweep::rig::gui {
namespace {

/// The shortest text that reads back as the same number.
void number(std::string& out, double value, bool single_precision) {
  if (!std::isfinite(value)) return;
  if (single_precision) {
    fmt::format_to(std::back_inserter(out), "{}", static_cast<float>(value));
  } else {
    fmt::format_to(std::back_inserter(out), "{}", value);
  }
}

/// One trace, read row by row.
struct Column {
  const TraceData* data;
  std::size_t next;
  std::size_t last;
  [[nodiscard]] double x() const {
    return next < last ? data->x(next) : std::numeric_limits<double>::infinity();
  }
};

void header(const Plot& plot, const Trace& trace, std::string& out) {
  const std::string unit{unit_text(plot.y.unit)};
  const auto cell = [&](const std::string& name) {
    out += ',' + csv_text(axis_title(name, unit));
  };
  cell(trace.name);
  if (trace.data->has_limit()) cell(trace.name + " limit");
}

void cells(Column& column, double x, std::string& out) {
  const TraceData& data = *column.data;
  const bool here = column.x() == x;
  out += ',';
  if (here) number(out, data.y(column.next), data.single_precision());
  if (data.has_limit()) {
    out += ',';
    if (here) number(out, data.limit(column.next), data.single_limit());
  }
  if (here) ++column.next;
}

}  // namespace

std::string plot_csv(const Plot& plot, const PlotView& view, Range x) {
  const std::string name = plot.x.label.empty() ? "x" : plot.x.label;
  std::string out = csv_text(axis_title(name, std::string{unit_text(plot.x.unit)}));
  std::vector<Column> columns;
  for (const Trace& trace : plot.traces) {
    if (!view.shows(trace)) continue;
    header(plot, trace, out);
    const std::size_t first = trace.data->first_at(x.low);
    const double beyond = std::nextafter(x.high, std::numeric_limits<double>::infinity());
    columns.push_back({trace.data.get(), first, trace.data->first_at(beyond, first)});
  }
  out += '\n';
  for (;;) {
    double at = std::numeric_limits<double>::infinity();
    for (const Column& column : columns) at = std::min(at, column.x());
    if (!std::isfinite(at)) return out;
    number(out, at, false);
    for (Column& column : columns) cells(column, at, out);
    out += '\n';
  }
}

}  // namespace ampsweep::rig::gui
