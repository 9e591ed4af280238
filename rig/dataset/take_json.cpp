// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/take_json.hpp"

#include "rig/dataset/motion_json.hpp"
#include "rig/dataset/print_json.hpp"

namespace ampsweep::rig {
namespace {

Json to_json(const KnobLabel& label) {
  return {{"knob", label.id},
          {"printed", real(label.printed)},
          {"normalised", real(label.normalised)},
          {"raw", real(label.raw)},
          {"source", to_string(label.source)},
          {"uncertainty", real(label.uncertainty)}};
}

KnobLabel label_from(const Json& json) {
  return {json.at("knob").get<std::string>(),
          real(json.at("printed")),
          real(json.at("normalised")),
          real(json.at("raw")),
          required(label_source(json.at("source").get<std::string>()), "label source"),
          real(json.at("uncertainty"))};
}

Json to_json(const Gate& gate) {
  return {{"name", gate.name},
          {"value", real(gate.value)},
          {"limit", real(gate.limit)},
          {"unit", gate.unit},
          {"passed", gate.passed}};
}

Gate gate_from(const Json& json) {
  return {json.at("name").get<std::string>(), real(json.at("value")), real(json.at("limit")),
          json.at("unit").get<std::string>(), json.at("passed").get<bool>()};
}

Json to_json(const Fault& fault) {
  return {{"code", to_string(fault.code)}, {"detail", fault.detail}};
}

Fault fault_from(const Json& json) {
  return {required(fault_code(json.at("code").get<std::string>()), "fault code"),
          json.at("detail").get<std::string>()};
}

template <class T>
Json list(const std::vector<T>& items) {
  Json json = Json::array();
  for (const T& item : items) json.push_back(to_json(item));
  return json;
}

template <class Read>
auto list_from(const Json& json, const Read& read) {
  std::vector<decltype(read(json))> items;
  for (const Json& item : json) items.push_back(read(item));
  return items;
}

TimeSource time_source_from(const std::string& name) {
  for (const auto source : {TimeSource::Loopback, TimeSource::FixedDelay}) {
    if (name == to_string(source)) return source;
  }
  throw std::runtime_error("unknown time source");
}

TakeMeasurements measurements_from(const Json& json) {
  TakeMeasurements m;
  m.time_source = time_source_from(json.at("time_source").get<std::string>());
  m.delay_samples = real(json.at("delay_samples"));
  m.delay_sigma_samples = real(json.at("delay_sigma_samples"));
  m.drift_ppm = real(json.at("drift_ppm"));
  m.drift_sigma_ppm = real(json.at("drift_sigma_ppm"));
  m.drift_corrected = json.at("drift_corrected").get<bool>();
  m.polarity = json.at("polarity").get<int>();
  m.ac_corner_hz = real(json.at("ac_corner_hz"));
  m.headroom_samples = real(json.at("headroom_samples"));
  m.early_energy_db = real(json.at("early_energy_db"));
  m.peak = DbFsPeak{real(json.at("peak_dbfs"))};
  m.clipped_runs = json.at("clipped_runs").get<int>();
  m.noise = DbFsRms{real(json.at("noise_dbfs_rms"))};
  m.dc = real(json.at("dc"));
  if (json.contains("flat_tops")) {
    m.flat_tops = json.at("flat_tops").get<int>();
    m.flat_top_level = DbFsPeak{real(json.at("flat_top_dbfs_peak"))};
  }
  if (json.contains("hum_dbfs_rms")) m.hum = DbFsRms{real(json.at("hum_dbfs_rms"))};
  m.loopback_gain_db = optional_real(json.at("loopback_gain_db"));
  m.replicate_esr = optional_real(json.at("replicate_esr"));
  m.best_possible_esr = optional_real(json.at("best_possible_esr"));
  m.frames = json.at("frames").get<std::int64_t>();
  m.xruns = json.at("xruns").get<int>();
  return m;
}

Verdict verdict_from(const Json& json) {
  return {json.at("accepted").get<bool>(), list_from(json.at("gates"), gate_from),
          list_from(json.at("faults"), fault_from), list_from(json.at("warnings"), fault_from)};
}

}  // namespace

const char* to_string(TimeSource source) {
  return source == TimeSource::Loopback ? "loopback" : "fixed_delay";
}

Json to_json(const TakeMeasurements& m) {
  Json json{{"time_source", to_string(m.time_source)},
            {"delay_samples", real(m.delay_samples)},
            {"delay_sigma_samples", real(m.delay_sigma_samples)},
            {"drift_ppm", real(m.drift_ppm)},
            {"drift_sigma_ppm", real(m.drift_sigma_ppm)},
            {"drift_corrected", m.drift_corrected},
            {"polarity", m.polarity},
            {"ac_corner_hz", real(m.ac_corner_hz)},
            {"headroom_samples", real(m.headroom_samples)},
            {"early_energy_db", real(m.early_energy_db)},
            {"peak_dbfs", real(m.peak.value())},
            {"clipped_runs", m.clipped_runs},
            {"noise_dbfs_rms", real(m.noise.value())},
            {"dc", real(m.dc)},
            {"loopback_gain_db", real(m.loopback_gain_db)},
            {"replicate_esr", real(m.replicate_esr)},
            {"best_possible_esr", real(m.best_possible_esr)},
            {"frames", m.frames},
            {"xruns", m.xruns}};
  if (m.flat_tops > 0) {
    json["flat_tops"] = m.flat_tops;
    json["flat_top_dbfs_peak"] = real(m.flat_top_level.value());
  }
  if (m.hum) json["hum_dbfs_rms"] = real(m.hum->value());
  return json;
}

Json to_json(const Verdict& verdict) {
  return {{"accepted", verdict.accepted},
          {"gates", list(verdict.gates)},
          {"faults", list(verdict.faults)},
          {"warnings", list(verdict.warnings)}};
}

Json to_json(const Attempt& attempt) {
  Json json{{"take", attempt.take},      {"number", attempt.number},
            {"epoch", attempt.epoch},    {"labels", list(attempt.labels)},
            {"seed", attempt.seed},      {"stimulus_hash", attempt.stimulus_hash},
            {"started", attempt.started}};
  if (attempt.heard) json["heard"] = to_json(*attempt.heard);
  if (!attempt.tap_db.empty()) for (const double band : attempt.tap_db) json["tap_db"].push_back(real(band));
  return json;
}

Attempt attempt_from(const Json& json) {
  std::vector<double> tap_db;
  if (json.contains("tap_db")) {
    for (const Json& band : json.at("tap_db")) tap_db.push_back(real(band));
  }
  return {json.at("take").get<int>(),
          json.at("number").get<int>(),
          json.at("epoch").get<int>(),
          list_from(json.at("labels"), label_from),
          json.at("seed").get<std::uint64_t>(),
          json.at("stimulus_hash").get<std::string>(),
          json.at("started").get<std::string>(),
          json.contains("heard") ? std::optional{print_from(json.at("heard"))} : std::nullopt,
          std::move(tap_db)};
}

Json to_json(const Attempt& attempt, const Outcome& outcome,
             const std::vector<FurtherTake>& further) {
  Json files = Json::array();
  for (const FurtherTake& file : further) {
    files.push_back({{"output", file.output}, {"file", file.file}, {"sha256", file.sha256}});
  }
  Json json{{"take", attempt.take},
            {"number", attempt.number},
            {"finished", outcome.finished},
            {"verdict", to_json(outcome.verdict)},
            {"measured", to_json(outcome.measured)},
            {"raw_file", outcome.raw_file},
            {"raw_sha256", outcome.raw_sha256},
            {"take_file", outcome.take_file},
            {"take_sha256", outcome.take_sha256},
            {"further", std::move(files)}};
  if (outcome.motion) json["motion"] = to_json(*outcome.motion);
  return json;
}

OutcomeRow outcome_from(const Json& json) {
  const auto text = [&](const char* key) { return json.at(key).get<std::string>(); };
  OutcomeRow row;
  row.take = json.at("take").get<int>();
  row.number = json.at("number").get<int>();
  row.outcome = {
      verdict_from(json.at("verdict")),
      measurements_from(json.at("measured")),
      text("raw_file"),
      text("raw_sha256"),
      text("take_file"),
      text("take_sha256"),
      text("finished"),
      json.contains("motion") ? std::optional{trace_from(json.at("motion"))} : std::nullopt};
  row.further = list_from(json.at("further"), [](const Json& file) {
    return FurtherTake{file.at("output").get<std::string>(), file.at("file").get<std::string>(),
                       file.at("sha256").get<std::string>()};
  });
  return row;
}

Json to_json(const Epoch& epoch) {
  return {{"number", epoch.number},
          {"started", epoch.started},
          {"stream", epoch.stream},
          {"sample_rate_hz", epoch.rate.value()},
          {"period_frames", epoch.period_frames},
          {"delay_samples", real(epoch.delay_samples)},
          {"loopback_offset_samples", real(epoch.loopback_offset_samples)},
          {"loopback_gain_db", real(epoch.loopback_gain_db)}};
}

Epoch epoch_from(const Json& json) {
  return {json.at("number").get<int>(),
          json.at("started").get<std::string>(),
          json.at("stream").get<std::string>(),
          SampleRate{json.at("sample_rate_hz").get<std::int32_t>()},
          json.at("period_frames").get<int>(),
          optional_real(json.at("delay_samples")),
          optional_real(json.at("loopback_offset_samples")),
          optional_real(json.at("loopback_gain_db"))};
}

Json to_json(const Event& event) {
  return {{"id", event.id}, {"at", event.at}, {"kind", event.kind}, {"text", event.text}};
}

Event event_from(const Json& json) {
  return {json.at("id").get<int>(), json.at("at").get<std::string>(),
          json.at("kind").get<std::string>(), json.at("text").get<std::string>()};
}

}  // namespace ampsweep::rig
