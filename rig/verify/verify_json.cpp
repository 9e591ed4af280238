// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_json.hpp"

#include "rig/dataset/json.hpp"
#include "rig/verify/pair_json.hpp"
#include "rig/verify/verify_summary.hpp"

namespace ampsweep::rig {
namespace {

/// null for what could not be measured: this is read by other people's JSON parsers.
Json figure(double value) { return value; }  // the library writes NaN and infinity as null
Json figure(const std::optional<double>& value) { return value ? figure(*value) : Json(nullptr); }

/// -400 dB stands for "nothing at all".
Json level(double db) { return db <= -399.0 ? Json(nullptr) : figure(db); }

const char* name_of(TimeSource source) {
  return source == TimeSource::Loopback ? "loopback" : "fixed_delay";
}

}  // namespace

Json gate_list_json(const std::vector<GateSummary>& gates) {
  Json list = Json::array();
  for (const GateSummary& gate : gates) {
    list.push_back({{"name", gate.name},
                    {"unit", gate.unit},
                    {"limit", figure(gate.limit)},
                    {"worst", figure(gate.worst)},
                    {"worst_file", gate.worst_file},
                    {"takes", gate.takes},
                    {"failed", gate.failed},
                    {"passed", gate.failed == 0}});
  }
  return list;
}

namespace {

void add_sound(const TakeCheck& take, Json& json) {
  const TakeMeasurements& m = take.measured;
  const bool known = take.sound_measured;
  json["noise_dbfs_rms"] = known ? level(m.noise.value()) : Json(nullptr);
  json["dc_full_scale"] = known ? figure(m.dc) : Json(nullptr);
  json["replicate_esr"] = known ? figure(m.replicate_esr) : Json(nullptr);
  json["best_possible_esr"] = known ? figure(m.best_possible_esr) : Json(nullptr);
  json["early_energy_db"] = known ? level(m.early_energy_db) : Json(nullptr);
}

Json take_json(const TakeCheck& take) {
  const TakeMeasurements& m = take.measured;
  const bool aligned = take.raw_delay_samples.has_value();
  Json json{{"file", take.file},
            {"take", take.id},
            {"setting", take.setting},
            {"split", to_string(take.split)},
            {"purpose", to_string(take.purpose)},
            {"epoch", take.epoch},
            {"delay_samples", figure(take.cut.delay_samples)},
            {"delay_sigma_samples",
             take.cut.delay_samples ? figure(take.cut.delay_sigma_samples) : Json(nullptr)},
            {"drift_ppm", aligned ? figure(m.drift_ppm) : Json(nullptr)},
            {"drift_sigma_ppm", aligned ? figure(m.drift_sigma_ppm) : Json(nullptr)},
            {"drift_corrected", m.drift_corrected},
            {"polarity", take.cut.polarity},
            {"amp_polarity", m.polarity},
            {"clipped", take.clipped},
            {"gain_db", figure(take.cut.gain_db)},
            {"difference_from_raw_db", figure(take.cut.residual_db)},
            {"raw_file", take.raw_file},
            {"raw_delay_samples", figure(take.raw_delay_samples)},
            {"raw_delay_sigma_samples", aligned ? figure(m.delay_sigma_samples) : Json(nullptr)},
            {"declared_delay_samples", figure(take.declared_delay_samples)},
            {"time_source", name_of(m.time_source)},
            {"headroom_samples", figure(m.headroom_samples)},
            {"peak_dbfs", level(m.peak.value())}};
  add_sound(take, json);
  json["faults"] = fault_list_json(take.faults);
  json["warnings"] = fault_list_json(take.warnings);
  return json;
}

Json epoch_list(const VerifyReport& report) {
  Json list = Json::array();
  for (const EpochCheck& epoch : report.epochs) {
    list.push_back({{"epoch", epoch.number},
                    {"takes", epoch.takes},
                    {"delay_samples", figure(epoch.delay_samples)},
                    {"delay_spread_samples", figure(epoch.spread_samples)},
                    {"worst_drift_ppm", figure(epoch.worst_drift_ppm)}});
  }
  return list;
}

std::string text_of(const Json& json) { return indented_text(json) + "\n"; }

}  // namespace

std::string verify_json(const VerifyReport& report) {
  Json takes = Json::array();
  for (const TakeCheck& take : report.takes) takes.push_back(take_json(take));
  return text_of({{"schema", "ampsweep-verify-1"},
                  {"ok", report.ok()},
                  {"complete", report.complete()},
                  {"in_use", report.in_use},
                  {"stopped", report.stopped},
                  {"dataset", report.dir.string()},
                  {"uuid", report.uuid},
                  {"sample_rate_hz", report.rate.value()},
                  {"length_samples", report.length.value()},
                  {"time_source", name_of(report.time_source)},
                  {"headroom_samples", figure(report.headroom_samples)},
                  {"takes_planned", report.planned},
                  {"takes_accepted", report.accepted},
                  {"lost_rows", report.lost_rows},
                  {"gates", gate_list_json(summarise_gates(report))},
                  {"epochs", epoch_list(report)},
                  {"takes", std::move(takes)},
                  {"faults", fault_list_json(report.all_faults())},
                  {"notes", report.notes}});
}

}  // namespace ampsweep::rig
