// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_json.hpp"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <span>
#include <stdexcept>
#include <system_error>

#include "rig/verify/lateness.hpp"

namespace ampsweep::rig {
namespace {

/// -400 dB stands for "nothing at all".
Json level_json(double db) { return db <= -399.0 ? Json(nullptr) : number_or_null(db); }
double level_in(const Json& json) { return json.is_null() ? -400.0 : json.get<double>(); }
double json_number(const Json& json, const char* key) { return json.at(key).get<double>(); }

double zero_or_number(const Json& json) { return json.is_null() ? 0.0 : json.get<double>(); }

Json pair_file_json(const PairFile& file) {
  return {{"file", file.file},
          {"sample_rate_hz", file.rate.value()},
          {"channels", file.channels},
          {"length_samples", file.frames.value()},
          {"encoding", file.encoding},
          {"peak_dbfs", level_json(file.peak_dbfs)},
          {"rms_dbfs", level_json(file.rms_dbfs)},
          {"dc_full_scale", number_or_null(file.dc_full_scale)},
          {"clipped_runs", file.clipped_runs},
          {"clipped", file.clipped},
          {"finite", file.finite},
          {"silent", file.silent},
          {"history", history_json(file.history)},
          {"sound_sha256", file.sound_id}};
}

PairFile pair_file_of(const Json& json) {
  PairFile file;
  file.file = text(json, "file");
  file.rate = SampleRate{json.at("sample_rate_hz").get<std::int32_t>()};
  file.channels = json.at("channels").get<int>();
  file.frames = SampleCount{json.at("length_samples").get<std::int64_t>()};
  file.encoding = text(json, "encoding");
  file.peak_dbfs = level_in(json.at("peak_dbfs"));
  file.rms_dbfs = level_in(json.at("rms_dbfs"));
  file.dc_full_scale = zero_or_number(json.at("dc_full_scale"));
  file.clipped_runs = json.at("clipped_runs").get<int>();
  file.clipped = json.at("clipped").get<bool>();
  file.finite = json.at("finite").get<bool>();
  file.silent = json.at("silent").get<bool>();
  file.history = history_of_json(json.at("history"));
  file.sound_id = text(json, "sound_sha256");
  return file;
}

Json whole_json(const std::optional<std::int64_t>& value) {
  return value ? Json(*value) : Json(nullptr);
}
std::optional<std::int64_t> whole_in(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<std::int64_t>());
}

Json nam_json(const NamThreshold& nam, const std::optional<FirstArrival>& arrival) {
  Json json{{"delay_samples", whole_json(nam.delay)},
            {"recommended_samples", whole_json(nam.recommended)},
            {"after_first_arrival_samples", nullptr},
            {"matches_lookahead", nam.at_lookahead},
            {"blips_disagree", nam.disagree}};
  if (nam.recommended && arrival) {
    json["after_first_arrival_samples"] =
        number_or_null(static_cast<double>(*nam.recommended) - arrival->samples);
  }
  return json;
}

NamThreshold nam_of_json(const Json& json) {
  NamThreshold nam;
  nam.delay = whole_in(json.at("delay_samples"));
  nam.recommended = whole_in(json.at("recommended_samples"));
  nam.at_lookahead = json.at("matches_lookahead").get<bool>();
  nam.disagree = json.at("blips_disagree").get<bool>();
  return nam;
}

Json markers_json(const PairMarkers& markers, double rate) {
  return {{"count", markers.count},
          {"first_s", markers.first_s},
          {"last_s", markers.last_s},
          {"rise_samples", whole_json(markers.rise_samples)},
          {"drift_samples", number_or_null(markers.drift_samples)},
          {"drift_sigma_samples",
           markers.drift_samples ? number_or_null(markers.drift_sigma_samples) : Json(nullptr)},
          {"drift_ppm", number_or_null(markers.drift_ppm(rate))}};
}

PairMarkers markers_of_json(const Json& json) {
  PairMarkers markers;
  markers.count = json.at("count").get<int>();
  markers.first_s = json_number(json, "first_s");
  markers.last_s = json_number(json, "last_s");
  markers.rise_samples = whole_in(json.at("rise_samples"));
  markers.drift_samples = optional_real(json.at("drift_samples"));
  markers.drift_sigma_samples = zero_or_number(json.at("drift_sigma_samples"));
  return markers;
}

void read_time(const Json& json, PairReport& report) {
  for (const Json& slip : json.at("slips")) {
    report.slips.push_back({json_number(slip, "from_s"), json_number(slip, "to_s"),
                            json_number(slip, "jump_samples"),
                            json_number(slip, "jump_sigma_samples")});
  }
  for (const Json& point : json.at("delay_track")) {
    report.track.push_back({json_number(point, "at_s"), json_number(point, "delay_samples")});
  }
  report.drift_ppm = optional_real(json.at("drift_ppm"));
  report.drift_sigma_ppm = zero_or_number(json.at("drift_sigma_ppm"));
}

/// Eight hexadecimal digits for each: the same bits when they are read, and less than half as long
/// as decimals.
std::string hex_floats(std::span<const float> values) {
  std::string text;
  text.reserve(8 * values.size());
  for (const float value : values) {
    fmt::format_to(std::back_inserter(text), "{:08x}", std::bit_cast<std::uint32_t>(value));
  }
  return text;
}

std::vector<float> floats_of(const std::string& text) {
  std::vector<float> values;
  if (text.size() % 8 != 0) throw std::runtime_error("a broken excerpt");
  for (std::size_t at = 0; at < text.size(); at += 8) {
    std::uint32_t bits = 0;
    const char* end = text.data() + at + 8;
    const auto [stop, error] = std::from_chars(text.data() + at, end, bits, 16);
    if (error != std::errc{} || stop != end) throw std::runtime_error("a broken excerpt");
    values.push_back(std::bit_cast<float>(bits));
  }
  return values;
}

}  // namespace

Json print_json(const analysis::TakePrint& print) {
  return {{"peak_dbfs", print.peak_dbfs},
          {"rms_dbfs", print.rms_dbfs},
          {"quietest_dbfs", print.quietest_dbfs},
          {"level_db", print.level_db},
          {"excerpts", {hex_floats(print.excerpts[0]), hex_floats(print.excerpts[1])}},
          {"at_peak", print.at_peak},
          {"silent", print.silent}};
}

analysis::TakePrint print_of_json(const Json& json) {
  analysis::TakePrint print;
  print.peak_dbfs = json_number(json, "peak_dbfs");
  print.rms_dbfs = json_number(json, "rms_dbfs");
  print.quietest_dbfs = json_number(json, "quietest_dbfs");
  print.level_db = json.at("level_db").get<decltype(print.level_db)>();
  for (std::size_t i = 0; i < print.excerpts.size(); ++i) {
    print.excerpts[i] = floats_of(json.at("excerpts").at(i).get<std::string>());
  }
  print.at_peak = json_number(json, "at_peak");
  print.silent = json.at("silent").get<bool>();
  return print;
}

Json fault_list_json(const std::vector<FileFault>& faults) {
  Json list = Json::array();
  for (const FileFault& found : faults) {
    list.push_back({{"code", to_string(found.fault.code)},
                    {"file", found.file},
                    {"detail", found.fault.detail}});
  }
  return list;
}

Json pair_json(const PairReport& report) {
  Json json{{"ok", report.ok()},
            {"x", pair_file_json(report.x)},
            {"y", pair_file_json(report.y)},
            {"first_arrival_samples", nullptr},
            {"interval_samples", nullptr},
            {"delay_samples", number_or_null(report.delay_samples)},
            {"delay_sigma_samples",
             report.delay_samples ? number_or_null(report.delay_sigma_samples) : Json(nullptr)},
            {"polarity", report.polarity},
            {"drift_ppm", number_or_null(report.drift_ppm)},
            {"drift_sigma_ppm",
             report.drift_ppm ? number_or_null(report.drift_sigma_ppm) : Json(nullptr)},
            {"best_possible_esr", number_or_null(best_possible_esr(report.y))},
            {"coherence", number_or_null(report.coherence)},
            {"scatter_samples", number_or_null(report.scatter_samples)}};
  if (report.first_arrival) {
    json["first_arrival_samples"] = number_or_null(report.first_arrival->samples);
    json["interval_samples"] = {number_or_null(report.first_arrival->from_samples),
                                number_or_null(report.first_arrival->to_samples)};
  }
  const auto late = lateness(report);
  json["late_ms"] = late ? number_or_null(late->ms) : Json(nullptr);
  json["nam_choice"] = nullptr;
  if (report.nam) json["nam_choice"] = nam_json(*report.nam, report.first_arrival);
  json["markers"] = nullptr;
  if (report.markers) json["markers"] = markers_json(*report.markers, report.x.rate.value());
  json["slips"] = Json::array();
  for (const PairSlipFound& slip : report.slips) {
    json["slips"].push_back({{"from_s", slip.from_s},
                             {"to_s", slip.to_s},
                             {"jump_samples", slip.jump_samples},
                             {"jump_sigma_samples", slip.jump_sigma_samples}});
  }
  json["delay_track"] = Json::array();
  for (const DelayPoint& point : report.track) {
    json["delay_track"].push_back({{"at_s", point.at_s}, {"delay_samples", point.delay_samples}});
  }
  json["clipped"] = report.x.clipped || report.y.clipped;
  json["faults"] = fault_list_json(report.faults);
  json["notes"] = report.notes;
  return json;
}

PairReport pair_of_json(const Json& json) {
  PairReport report;
  report.x = pair_file_of(json.at("x"));
  report.y = pair_file_of(json.at("y"));
  if (!json.at("first_arrival_samples").is_null()) {
    report.first_arrival = FirstArrival{json_number(json, "first_arrival_samples"),
                                        json.at("interval_samples").at(0).get<double>(),
                                        json.at("interval_samples").at(1).get<double>()};
  }
  report.delay_samples = optional_real(json.at("delay_samples"));
  report.delay_sigma_samples = zero_or_number(json.at("delay_sigma_samples"));
  report.polarity = json.at("polarity").get<int>();
  report.coherence = zero_or_number(json.at("coherence"));
  report.scatter_samples = zero_or_number(json.at("scatter_samples"));
  read_time(json, report);
  if (!json.at("nam_choice").is_null()) report.nam = nam_of_json(json.at("nam_choice"));
  if (!json.at("markers").is_null()) report.markers = markers_of_json(json.at("markers"));
  for (const Json& fault : json.at("faults")) {
    report.faults.push_back(
        {text(fault, "file"),
         {required(fault_code(text(fault, "code")), "fault code"), text(fault, "detail")}});
  }
  report.notes = json.at("notes").get<std::vector<std::string>>();
  return report;
}

}  // namespace ampsweep::rig
