// SPDX-License-Identifier: GPL-3.0-or-later
// PANAMA: one x for all y of a part; vectors of one length, 0..1; equal lengths, since it has no
// cuts.
#include <fmt/format.h>

#include "rig/formats/nam_entry_check.hpp"
#include "rig/formats/foreign_json.hpp"
#include "rig/formats/nam_model_check.hpp"

namespace ampsweep::rig::formats {
namespace {

/// Its numbers as a setting; none where one of them is no number, for the places would be wrong.
std::vector<std::pair<std::string, double>> check_vector(CheckContext& check,
                                                         const std::string& where,
                                                         const Json& output, std::size_t& knobs) {
  const Json vector = output.value("g_vector", Json(nullptr));
  if (!vector.is_array() || vector.empty()) {
    check.report.add("missing_knob", where, "there is no g_vector");
    return {};
  }
  std::vector<double> values;
  if (knobs == 0) knobs = vector.size();
  if (vector.size() != knobs) {
    check.report.add("wrong_count", where,
                     fmt::format("{} numbers in g_vector instead of {}", vector.size(), knobs));
  }
  for (const Json& value : vector) {
    if (!value.is_number() || !(value.get<double>() >= 0.0 && value.get<double>() <= 1.0)) {
      check.report.add("wrong_value", where, fmt::format("{} is not in 0..1", compact_text(value)));
    }
    if (value.is_number()) values.push_back(value.get<double>());
  }
  return values.size() == vector.size() ? numbered(values)
                                        : std::vector<std::pair<std::string, double>>{};
}

void check_outputs(CheckContext& check, const std::string& where, const Json& part,
                   std::size_t& knobs, std::int64_t nx) {
  // Any other key is taken and never read; these are read and, as they stand, do nothing.
  for (const char* key : {"start", "stop", "start_samples", "stop_samples", "start_seconds",
                          "stop_seconds", "delay", "input_gain"}) {
    if (part.value(key, Json(nullptr)).is_null()) continue;
    check.report.add("unknown_key", where,
                     fmt::format("\"{}\" does not cut or move a pair here: the files must", key));
  }
  const auto x_path = text_in(part, "x_path");
  const Json outputs = part.value("outputs", Json(nullptr));
  if (!x_path || !outputs.is_array() || outputs.empty()) {
    check.report.add("missing_key", where, "x_path must be text and outputs a list");
    return;
  }
  for (std::size_t k = 0; k < outputs.size() && !check.stopped(); ++k) {
    const std::string at = fmt::format("{}/outputs/{}", where, k);
    const auto y_path = outputs[k].is_object() ? text_in(outputs[k], "y_path") : std::nullopt;
    if (!y_path) {
      check.report.add("missing_key", at, "y_path must be text");
      continue;
    }
    NamEntry entry{
        at, {{"x_path", *x_path}, {"y_path", *y_path}}, check_vector(check, at, outputs[k], knobs)};
    if (part.contains("ny")) entry.keys["ny"] = part["ny"];
    for (const char* key : {"y_preroll", "y_scale"}) {
      if (outputs[k].contains(key)) entry.keys[key] = outputs[k][key];
    }
    (void)check_nam_entry(check, entry, nx);
  }
}

}  // namespace

void check_panama(CheckContext& check) {
  const auto data = check.json("data.json");
  if (!data) return;
  if (text_in(*data, "type").value_or("") != "shared_in_multi_out") {
    check.report.add("unknown_type", "data.json", "\"type\" must be \"shared_in_multi_out\"");
  }
  std::size_t knobs = 0;
  const std::int64_t nx = check_nam_model(check, "model.json", NamTrainer::Panama);
  for (const char* part : {"train", "validation"}) {
    const std::string where = fmt::format("data.json/{}", part);
    const auto found = data->find(part);
    if (found == data->end() || !found->is_object()) {
      check.report.add("missing_part", where, "it is no object");
    } else {
      Json part_and_common = data->value("common", Json(nullptr));
      if (!part_and_common.is_object()) part_and_common = Json::object();
      part_and_common.update(*found);
      check_outputs(check, where, part_and_common, knobs, nx);
    }
  }
}

}  // namespace ampsweep::rig::formats
