// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/knob_drift.hpp"

#include <algorithm>
#include <cmath>

#include "rig/plan/correlation.hpp"
#include "rig/report/html_table.hpp"
#include "rig/report/plan_coverage.hpp"
#include "rig/report/session_series.hpp"

namespace ampsweep::rig {
namespace {

/// Level between two references on the line between them, at the ends the nearest one's.
double drift_at(const std::vector<ReferenceDrift>& references, int sequence) {
  const auto after = std::find_if(references.begin(), references.end(),
                                  [&](const auto& drift) { return drift.sequence >= sequence; });
  if (after == references.begin()) return after->level_db;
  const auto& before = *std::prev(after);
  if (after == references.end()) return before.level_db;
  const double share = static_cast<double>(sequence - before.sequence) /
                       static_cast<double>(after->sequence - before.sequence);
  return before.level_db + share * (after->level_db - before.level_db);
}

double slope(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = static_cast<double>(x.size());
  double mean_x = 0.0;
  double mean_y = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / n;
    mean_y += y[i] / n;
  }
  double xx = 0.0;
  double xy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  return xy / xx;
}

}  // namespace

std::vector<KnobDrift> knob_drift(const ReportData& data) {
  const auto references = reference_drift(data);
  if (references.size() < 2) return {};
  std::vector<const PlannedTake*> takes;
  std::vector<double> drift;
  for (const SessionPoint& point : session_points(data)) {
    const PlannedTake& planned = data.dataset.takes[point.index].planned;
    if (planned.split != Split::Train) continue;
    takes.push_back(&planned);
    drift.push_back(drift_at(references, point.sequence));
  }
  std::vector<KnobDrift> knobs;
  for (const Knob& knob : data.dataset.rig.knobs) {
    std::vector<double> places;
    for (const PlannedTake* take : takes) places.push_back(position(knob, take->setting));
    const auto r = pearson(places, drift);
    knobs.push_back({knob.id, r.value_or(kNaN), r ? slope(places, drift) : kNaN});
  }
  return knobs;
}

std::string knob_drift_table(const ReportData& data) {
  using Column = HtmlTable::Column;
  const auto knobs = knob_drift(data);
  if (knobs.empty()) return "";
  HtmlTable table("knob-drift-table", HtmlTable::Order::Fixed);
  table.column("Knob", Column::Text);
  table.column("r(drift)", Column::Number,
               "correlation of the amp's drift, read between the reference takes, with the knob");
  table.column("dB per travel", Column::Number,
               "what a model would take for this knob's doing, over its whole travel");
  for (const KnobDrift& knob : knobs) {
    table.row().text(knob.id).number(knob.correlation, 2).number(knob.db_per_travel, 4);
  }
  return table.finish();
}

}  // namespace ampsweep::rig
