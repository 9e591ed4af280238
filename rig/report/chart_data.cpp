// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/chart_data.hpp"

#include <cmath>
#include <limits>

#include "rig/report/plan_coverage.hpp"
#include "rig/report/report_text.hpp"
#include "rig/report/session_series.hpp"

namespace ampsweep::rig {
namespace {

Json knobs_json(const Rig& rig) {
  Json json = Json::array();
  for (const Knob& knob : rig.knobs) {
    json.push_back({{"id", knob.id},
                    {"label", knob.label.empty() ? knob.id : knob.label},
                    {"minimum", rounded(knob.minimum, 6)},
                    {"maximum", rounded(knob.maximum, 6)},
                    {"positions", knob.positions}});
  }
  return json;
}

/// One entry per planned take: where its knobs stand and what became of it.
Json plan_points(const ReportData& data) {
  Json json = Json::array();
  for (std::size_t i = 0; i < data.dataset.takes.size(); ++i) {
    const PlannedTake& planned = data.dataset.takes[i].planned;
    Json printed = Json::array();
    Json places = Json::array();
    for (const Knob& knob : data.dataset.rig.knobs) {
      const auto found = planned.setting.find(knob.id);
      printed.push_back(rounded(found == planned.setting.end() ? kNaN : found->second, 6));
      places.push_back(rounded(position(knob, planned.setting), 6));
    }
    json.push_back({{"take", planned.id},
                    {"split", to_string(planned.split)},
                    {"block", planned.block},
                    {"state", to_string(take_state(data, i))},
                    {"printed", std::move(printed)},
                    {"place", std::move(places)}});
  }
  return json;
}

Json session_chart(const ReportData& data) {
  Json json = Json::array();
  for (const SessionPoint& point : session_points(data)) {
    const AttemptRecord& accepted = *data.dataset.takes[point.index].accepted();
    const TakeMeasurements& m = accepted.outcome->measured;
    json.push_back(
        {{"index", point.index},
         {"epoch", point.epoch},
         {"started", accepted.attempt.started},
         {"deviation", rounded(point.delay_deviation_samples, 6)},
         {"drift", rounded(m.drift_ppm, 6)},
         {"loopback", rounded(m.loopback_gain_db.value_or(kNaN), 5)},
         {"noise", m.noise.value() > -300.0 ? rounded(m.noise.value(), 2) : Json(nullptr)}});
  }
  return json;
}

Json references_json(const ReportData& data) {
  Json json = Json::array();
  for (const ReferenceDrift& drift : reference_drift(data)) {
    json.push_back({{"index", drift.index},
                    {"sequence", drift.sequence},
                    {"level", rounded(drift.level_db, 4)},
                    {"worst", rounded(drift.worst_band_db, 4)},
                    {"worst_hz", rounded(drift.worst_band_hz, 1)}});
  }
  return json;
}

/// Level of every order over the fundamental; limits in whole dB, since they are estimates.
Json harmonics_json(const ReportData& data, std::size_t index, Json& limits) {
  Json levels = Json::array();
  for (int order = 2; order <= kReportOrders; ++order) {
    std::vector<double> dbc;
    std::vector<double> limit_dbc;
    for (std::size_t k = 0; k < data.grid.harmonic_hz.size(); ++k) {
      const RelativeLevel relative = relative_level(data, index, order, k);
      dbc.push_back(relative.dbc);
      limit_dbc.push_back(relative.limit_dbc);
    }
    levels.push_back(rounded(dbc, 2));
    limits.push_back(rounded(limit_dbc, 0));
  }
  return levels;
}

/// null when nothing was measured.
Json curves_of(const ReportData& data, std::size_t index) {
  const TakeFigures& figures = data.figures[index];
  if (figures.orders.empty() && figures.noise_band_dbfs_rms.empty()) return nullptr;
  Json json = {{"noise", rounded(figures.noise_band_dbfs_rms, 1)}};
  if (figures.orders.empty()) return json;
  Json limits = Json::array();
  json["response"] = rounded(figures.orders.front().level_db, 2);
  json["harmonics"] = harmonics_json(data, index, limits);
  json["limits"] = std::move(limits);
  return json;
}

Json all_curves(const ReportData& data) {
  const std::size_t step = (data.figures.size() + kMostCurves - 1) / kMostCurves;
  Json json = Json::array();
  for (std::size_t i = 0; i < data.figures.size(); ++i) {
    json.push_back(step <= 1 || i % step == 0 ? curves_of(data, i) : Json(nullptr));
  }
  return json;
}

}  // namespace

Json chart_data(const ReportData& data) {
  return {{"knobs", knobs_json(data.dataset.rig)},
          {"takes", plan_points(data)},
          {"session", session_chart(data)},
          {"references", references_json(data)},
          {"response_hz", rounded(data.grid.response_hz, 2)},
          {"harmonic_hz", rounded(data.grid.harmonic_hz, 2)},
          {"noise_hz", rounded(data.grid.noise_hz, 2)},
          {"curves", all_curves(data)}};
}

}  // namespace ampsweep::rig
