// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_json.hpp"

#include "rig/dataset/json.hpp"
#include "rig/verify/pair_json.hpp"
#include "rig/verify/verify_summary.hpp"

namespace ampsweep::rig {
namespace {

/// -400 dB stands for "nothing at all".
Json level(double db) { return db <= -399.0 ? Json(nullptr) : number_or_null(db); }

const char* name_of(TimeSource source) {
  return source == TimeSource::Loopback ? "loopback" : "fixed_delay";
}

}  // namespace

Json gate_list_json(const std::vector<GateSummary>& gates) {
  Json list = Json::array();
  for (const GateSummary& gate : gates) {
    list.push_back({{"name", gate.name},
                    {"unit", gate.unit},
                    {"limit", number_or_null(gate.limit)},
                    {"worst", number_or_null(gate.worst)},
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
  json["dc_full_scale"] = known ? number_or_null(m.dc) : Json(nullptr);
  json["replicate_esr"] = known ? number_or_null(m.replicate_esr) : Json(nullptr);
  json["best_possible_esr"] = known ? number_or_null(m.best_possible_esr) : Json(nullptr);
  json["early_energy_db"] = known ? level(m.early_energy_db) : Json(nullptr);
}

Json take_json(const TakeCheck& take) {
  const TakeMeasurements& m = take.measured;
  const bool aligned = take.raw_delay_samples.has_value();
  Json json{
      {"file", take.file},
      {"take", take.id},
      {"setting", take.setting},
      {"split", to_string(take.split)},
      {"purpose", to_string(take.purpose)},
      {"epoch", take.epoch},
      {"delay_samples", number_or_null(take.cut.delay_samples)},
      {"delay_sigma_samples",
       take.cut.delay_samples ? number_or_null(take.cut.delay_sigma_samples) : Json(nullptr)},
      {"drift_ppm", aligned ? number_or_null(m.drift_ppm) : Json(nullptr)},
      {"drift_sigma_ppm", aligned ? number_or_null(m.drift_sigma_ppm) : Json(nullptr)},
      {"drift_corrected", m.drift_corrected},
      {"polarity", take.cut.polarity},
      {"amp_polarity", m.polarity},
      {"clipped", take.clipped},
      {"gain_db", number_or_null(take.cut.gain_db)},
      {"difference_from_raw_db", number_or_null(take.cut.residual_db)},
      {"raw_file", take.raw_file},
      {"raw_delay_samples", number_or_null(take.raw_delay_samples)},
      {"raw_delay_sigma_samples", aligned ? number_or_null(m.delay_sigma_samples) : Json(nullptr)},
      {"declared_delay_samples", number_or_null(take.declared_delay_samples)},
      {"time_source", name_of(m.time_source)},
      {"headroom_samples", number_or_null(m.headroom_samples)},
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
                    {"delay_samples", number_or_null(epoch.delay_samples)},
                    {"delay_spread_samples", number_or_null(epoch.spread_samples)},
                    {"worst_drift_ppm", number_or_null(epoch.worst_drift_ppm)}});
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
                  {"headroom_samples", number_or_null(report.headroom_samples)},
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
