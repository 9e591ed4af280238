// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/report_json.hpp"

#include <map>

#include "rig/dataset/json.hpp"
#include "rig/dataset/knob_truth_text.hpp"
#include "rig/dataset/take_json.hpp"
#include "rig/report/knob_drift.hpp"
#include "rig/report/plan_coverage.hpp"
#include "rig/report/report_summary.hpp"
#include "rig/report/report_text.hpp"
#include "rig/report/session_series.hpp"

namespace ampsweep::rig {
namespace {

constexpr const char* kReportSchema = "ampsweep-report-1";

Json faults_json(const std::vector<Fault>& faults) {
  Json json = Json::array();
  for (const Fault& fault : faults) {
    json.push_back({{"code", to_string(fault.code)}, {"detail", fault.detail}});
  }
  return json;
}

Json summary_json(const ReportSummary& s) {
  return {{"overall", to_string(s.overall)},
          {"words", s.words},
          {"takes_planned", s.planned},
          {"takes_accepted", s.accepted},
          {"takes_damaged", s.damaged},
          {"takes_missing", s.missing},
          {"takes_flagged", s.flagged},
          {"takes_without_every_figure", s.unmeasured},
          {"attempts_refused", s.refused_attempts},
          {"ledger_rows_lost", s.lost_rows}};
}

/// Only of datasets whose knobs were listened to.
Json knobs_heard_json(const Dataset& dataset, const KnobTruth& truth) {
  const auto percent = [](double share) { return rounded(100.0 * share, 3); };
  const auto known = [&](const std::optional<double>& share) {
    return share ? percent(*share) : Json{};
  };
  Json knobs = Json::array();
  for (const KnobHealth& knob : truth.knobs) {
    knobs.push_back(
        {{"knob", knob.knob},
         {"detectable_at_revisit_percent", percent(knob.detectable_at_revisit)},
         {"detectable_at_take_percent", percent(knob.detectable_at_take)},
         {"revisit_error_percent", known(knob.revisit_error)},
         {"hysteresis_percent", known(knob.hysteresis)},
         {"left_out_error_percent", known(knob.left_out_error)},
         {"left_out_take", knob.left_out_take < 0 ? Json{} : Json(knob.left_out_take)}});
  }
  Json findings = Json::array();
  for (const KnobFinding& finding : truth.findings) {
    findings.push_back({{"take", finding.take},
                        {"knob", finding.blame.knob},
                        {"error_percent", percent(finding.blame.error)},
                        {"text", finding_text(dataset.rig, finding)}});
  }
  return {{"takes_heard", truth.takes_heard},
          {"knobs", std::move(knobs)},
          {"findings", std::move(findings)}};
}

Json dataset_json_of(const Dataset& dataset) {
  return {{"uuid", dataset.uuid},
          {"created", dataset.created},
          {"software", dataset.software},
          {"rig", dataset.rig.name},
          {"amp", dataset.rig.amp},
          {"plan", dataset.plan.name},
          {"plan_hash", dataset.plan_hash},
          {"stimulus_hash", dataset.stimulus_hash},
          {"sample_rate_hz", dataset.rate.value()},
          {"length_samples", dataset.length.value()}};
}

Json coverage_json(const ReportData& data) {
  const PlanCoverage coverage = plan_coverage(data);
  Json knobs = Json::array();
  for (const KnobCoverage& knob : coverage.knobs) {
    knobs.push_back({{"knob", knob.id},
                     {"positions", knob.positions},
                     {"lowest_normalised", rounded(knob.lowest, 6)},
                     {"highest_normalised", rounded(knob.highest, 6)},
                     {"largest_training_gap_normalised", rounded(knob.largest_gap, 6)},
                     {"order_correlation", rounded(knob.time_correlation, 6)},
                     {"accepted_share", rounded(knob.accepted_share, 6)}});
  }
  Json splits = Json::object();
  for (const auto& [split, count] : coverage.splits) {
    splits[to_string(split)] = {{"planned", count.planned}, {"accepted", count.accepted}};
  }
  return {{"knobs", std::move(knobs)},
          {"splits", std::move(splits)},
          {"worst_knob_pair", coverage.worst_pair},
          {"worst_knob_pair_correlation", rounded(coverage.worst_pair_correlation, 6)},
          {"held_out_farthest_normalised", real(coverage.farthest_held_out)},
          {"held_out_nearest_normalised", real(coverage.nearest_held_out)}};
}

Json orders_json(const ReportData& data, std::size_t index) {
  Json orders = Json::array();
  for (const HarmonicCurve& curve : data.figures[index].orders) {
    orders.push_back({{"order", curve.order},
                      {"level_db", rounded(curve.level_db, 4)},
                      {"phase_deg", rounded(curve.phase_deg, 3)},
                      {"limit_db", rounded(curve.limit_db, 2)},
                      {"edge_db", rounded(curve.edge_db, 2)}});
  }
  return orders;
}

Json accepted_json(const AttemptRecord& record) {
  const Outcome& outcome = *record.outcome;
  Json labels = Json::array();
  for (const KnobLabel& label : record.attempt.labels) {
    labels.push_back({{"knob", label.id},
                      {"printed", real(label.printed)},
                      {"normalised", real(label.normalised)},
                      {"raw", real(label.raw)},
                      {"source", to_string(label.source)},
                      {"uncertainty_normalised", real(label.uncertainty)}});
  }
  return {{"attempt", record.attempt.number},
          {"epoch", record.attempt.epoch},
          {"started", record.attempt.started},
          {"finished", outcome.finished},
          {"file", outcome.take_file},
          {"labels", std::move(labels)},
          {"measured", to_json(outcome.measured)},
          {"verdict", to_json(outcome.verdict)}};
}

Json figures_json(const ReportData& data, std::size_t index) {
  const TakeFigures& figures = data.figures[index];
  Json missing = Json::array();
  for (const std::string& why : figures.missing) missing.push_back(why);
  Json json = {{"orders", orders_json(data, index)}};
  json["ghost_dbc"] = figures.orders.empty() ? Json(nullptr) : rounded(figures.ghost_dbc, 2);
  json["noise_band_dbfs_rms"] = rounded(figures.noise_band_dbfs_rms, 2);
  json["missing"] = std::move(missing);
  return json;
}

Json take_json_of(const ReportData& data, std::size_t index) {
  const TakeRecord& record = data.dataset.takes[index];
  const PlannedTake& planned = record.planned;
  Json setting = Json::object();
  for (const Knob& knob : data.dataset.rig.knobs) {
    const auto found = planned.setting.find(knob.id);
    if (found != planned.setting.end()) setting[knob.id] = real(found->second);
  }
  Json json = {{"take", planned.id},
               {"split", to_string(planned.split)},
               {"purpose", to_string(planned.purpose)},
               {"block", planned.block},
               {"setting_printed", std::move(setting)},
               {"state", to_string(take_state(data, index))},
               {"reason", reason(data, index)},
               {"attempts", record.attempts.size()}};
  const AttemptRecord* accepted = record.accepted();
  json["accepted"] = accepted != nullptr ? accepted_json(*accepted) : Json(nullptr);
  json["figures"] = accepted != nullptr ? figures_json(data, index) : Json(nullptr);
  return json;
}

Json refused_json(const ReportData& data) {
  Json json = Json::array();
  for (const TakeRecord& record : data.dataset.takes) {
    for (const AttemptRecord& attempt : record.attempts) {
      if (!attempt.outcome || attempt.accepted()) continue;
      json.push_back({{"take", record.planned.id},
                      {"attempt", attempt.attempt.number},
                      {"epoch", attempt.attempt.epoch},
                      {"started", attempt.attempt.started},
                      {"raw_file", attempt.outcome->raw_file},
                      {"faults", faults_json(attempt.outcome->verdict.faults)}});
    }
  }
  return json;
}

Json session_json(const ReportData& data) {
  Json order = Json::array();
  for (const SessionPoint& point : session_points(data)) {
    order.push_back({{"take", data.dataset.takes[point.index].planned.id},
                     {"epoch", point.epoch},
                     {"delay_deviation_samples", rounded(point.delay_deviation_samples, 6)}});
  }
  Json references = Json::array();
  for (const ReferenceDrift& drift : reference_drift(data)) {
    references.push_back({{"take", data.dataset.takes[drift.index].planned.id},
                          {"level_db", rounded(drift.level_db, 4)},
                          {"worst_band_db", rounded(drift.worst_band_db, 4)},
                          {"worst_band_hz", rounded(drift.worst_band_hz, 3)}});
  }
  Json knobs = Json::array();
  for (const KnobDrift& knob : knob_drift(data)) {
    knobs.push_back({{"knob", knob.id},
                     {"correlation", rounded(knob.correlation, 4)},
                     {"db_per_travel", rounded(knob.db_per_travel, 4)}});
  }
  Json epochs = Json::array();
  for (const Epoch& epoch : data.dataset.epochs) epochs.push_back(to_json(epoch));
  Json events = Json::array();
  for (const Event& event : data.dataset.events) events.push_back(to_json(event));
  return {{"takes_in_time_order", std::move(order)},
          {"reference_drift", std::move(references)},
          {"drift_by_knob", std::move(knobs)},
          {"epochs", std::move(epochs)},
          {"events", std::move(events)}};
}

}  // namespace

std::string report_json(const ReportData& data) {
  Json json;
  json["schema"] = kReportSchema;
  json["kind"] = "ampsweep report";
  json["summary"] = summary_json(summarise(data));
  json["dataset"] = dataset_json_of(data.dataset);
  json["coverage"] = coverage_json(data);
  json["sweep_level_dbfs_peak"] = real(data.sweep_level_dbfs_peak);
  json["response_excitation_hz"] = rounded(data.grid.response_hz, 4);
  json["harmonics_excitation_hz"] = rounded(data.grid.harmonic_hz, 4);
  json["noise_band_hz"] = rounded(data.grid.noise_hz, 4);
  Json takes = Json::array();
  for (std::size_t i = 0; i < data.dataset.takes.size(); ++i)
    takes.push_back(take_json_of(data, i));
  json["takes"] = std::move(takes);
  json["attempts_refused"] = refused_json(data);
  json["session"] = session_json(data);
  if (data.dataset.curves) {
    json["knobs_heard"] = knobs_heard_json(data.dataset, knob_truth(data.dataset));
  }
  Json lost = Json::array();
  for (const LostRow& row : data.dataset.lost) {
    lost.push_back({{"table", row.table}, {"key", row.key}, {"reason", row.reason}});
  }
  json["ledger_rows_lost"] = std::move(lost);
  return compact_text(json) + "\n";
}

}  // namespace ampsweep::rig
