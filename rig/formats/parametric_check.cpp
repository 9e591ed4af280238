// SPDX-License-Identifier: GPL-3.0-or-later
// The parametric fork: stock rules for each entry once `params` is taken out, and every entry names
// every knob of model.json, in its units, and no other.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rig/formats/nam_batch_check.hpp"
#include "rig/formats/foreign_json.hpp"
#include "rig/formats/nam_concat.hpp"
#include "rig/formats/nam_entry_check.hpp"
#include "rig/formats/nam_model_check.hpp"

namespace ampsweep::rig::formats {
namespace {

struct ParametricKnob {
  bool is_switch{false};
  std::vector<std::string> names;  ///< Of a switch.
};
using ParametricKnobs = std::map<std::string, ParametricKnob>;

void read_knob(CheckContext& check, const Json& json, ParametricKnobs& knobs) {
  const auto name = json.is_object() ? text_in(json, "name") : std::nullopt;
  if (!name || knobs.contains(*name)) {
    check.report.add("wrong_params", "model.json", "a knob without a name, or one named twice");
    return;
  }
  const auto low = number_in(json, "min");
  const auto high = number_in(json, "max");
  const auto standard = number_in(json, "default");
  if (!low || !high || !standard || !(*low < *high) || *standard < *low || *standard > *high) {
    check.report.add("wrong_params", "model.json",
                     fmt::format("{}: min < max and min <= default <= max must hold", *name));
    return;
  }
  ParametricKnob knob;
  const std::string type = text_in(json, "type").value_or("continuous");
  knob.is_switch = type == "switch";
  if (!knob.is_switch && type != "continuous") {
    check.report.add("wrong_params", "model.json", fmt::format("{}: type \"{}\"", *name, type));
  }
  for (const Json& one : json.value("enum_names", Json::array())) {
    if (one.is_string()) knob.names.push_back(one.get<std::string>());
  }
  if (knob.is_switch && (*low != 0.0 || *high != static_cast<double>(knob.names.size()) - 1.0)) {
    check.report.add(
        "wrong_params", "model.json",
        fmt::format("{}: a switch runs from 0 to the number of its names less 1", *name));
  }
  knobs[*name] = std::move(knob);
}

ParametricKnobs model_knobs(CheckContext& check) {
  ParametricKnobs knobs;
  const auto model = check.json("model.json");
  const auto params = Json::json_pointer("/net/config/params");
  if (!model) return knobs;
  if (!model->contains(params) || !model->at(params).is_array() || model->at(params).empty()) {
    check.report.add("wrong_params", "model.json", "net.config.params lists no knobs");
    return knobs;
  }
  for (const Json& json : model->at(params)) read_knob(check, json, knobs);
  return knobs;
}

bool fits(const ParametricKnob& knob, const Json& value) {
  if (!knob.is_switch) return value.is_number();
  if (value.is_string()) {
    return std::find(knob.names.begin(), knob.names.end(), value.get<std::string>()) !=
           knob.names.end();
  }
  return value.is_number_integer() && value.get<std::int64_t>() >= 0 &&
         value.get<std::int64_t>() < static_cast<std::int64_t>(knob.names.size());
}

void check_params(CheckContext& check, const NamEntry& entry, const ParametricKnobs& knobs) {
  const Json params = entry.keys.value("params", Json(nullptr));
  if (!params.is_object()) {
    check.report.add("missing_knob", entry.where, "there is no \"params\" object");
    return;
  }
  for (const auto& [name, knob] : knobs) {
    if (!params.contains(name)) {
      check.report.add("missing_knob", entry.where, fmt::format("\"{}\" is not in params", name));
    } else if (!fits(knob, params[name])) {
      check.report.add(
          "wrong_value", entry.where,
          fmt::format("{} = {} is no value of this knob", name, compact_text(params[name])));
    }
  }
  for (const auto& [name, value] : params.items()) {
    if (!knobs.contains(name)) {
      check.report.add("unknown_knob", entry.where,
                       fmt::format("\"{}\" is not among the knobs of model.json", name));
    }
  }
}

using SwitchNames = std::map<std::string, std::vector<std::string>>;

/// Names of the positions of every switch, in the order of their numbers: that of the model, which
/// an entry may also give as a number; of a knob that it does not declare so, sorted by name.
SwitchNames switch_names(const Json& data, const ParametricKnobs& knobs) {
  std::map<std::string, std::set<std::string>> seen;
  for (const char* part : {"train", "validation"}) {
    const Json list = data.value(part, Json::array());
    for (const Json& entry : list.is_array() ? list : Json::array({list})) {
      const Json params = entry.is_object() ? entry.value("params", Json(nullptr)) : Json(nullptr);
      if (!params.is_object()) continue;
      for (const auto& [knob, value] : params.items()) {
        if (value.is_string()) seen[knob].insert(value.get<std::string>());
      }
    }
  }
  SwitchNames names;
  for (const auto& [knob, positions] : seen) {
    const auto declared = knobs.find(knob);
    if (declared != knobs.end()) names[knob] = declared->second.names;
    for (const std::string& one : positions) {
      auto& all = names[knob];
      if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    }
  }
  return names;
}

/// What an entry's params say, every knob as a number.
std::vector<std::pair<std::string, double>> setting_of(const Json& params,
                                                       const SwitchNames& switches) {
  std::vector<std::pair<std::string, double>> setting;
  if (!params.is_object()) return setting;
  for (const auto& [knob, value] : params.items()) {
    if (value.is_number()) setting.emplace_back(knob, value.get<double>());
    if (!value.is_string()) continue;
    const auto& names = switches.at(knob);
    const auto at = std::find(names.begin(), names.end(), value.get<std::string>());
    setting.emplace_back(knob, static_cast<double>(at - names.begin()));
  }
  return setting;
}

}  // namespace

void check_nam_parametric(CheckContext& check) {
  const ParametricKnobs knobs = model_knobs(check);
  const auto data = check.json("data.json");
  if (!data) return;
  if (text_in(*data, "type").value_or("") != "parametric") {
    check.report.add("unknown_type", "data.json", "\"type\" must be \"parametric\"");
  }
  const std::int64_t nx = check_nam_model(check, "model.json", NamTrainer::Parametric);
  const auto batches = nam_batches(check, true);
  const SwitchNames switches = switch_names(*data, knobs);
  std::vector<NamSlice> train;
  for (const char* part : {"train", "validation"}) {
    std::vector<NamSlice> slices;
    for (NamEntry& entry :
         nam_entries(check, "data.json", *data, part, {"params", "param_specs"})) {
      if (check.stopped()) return;
      check_params(check, entry, knobs);
      entry.setting = setting_of(entry.keys.value("params", Json(nullptr)), switches);
      if (const auto slice = check_nam_entry(check, entry, nx)) slices.push_back(*slice);
    }
    if (batches && part == std::string_view("train")) {
      check_nam_batches(check, "learning.json", *batches, pieces_of(slices));
    }
    if (slices.size() > 1) check_nam_concat(check, fmt::format("data.json/{}", part), slices);
    check_rates_agree(check, "data.json", train, slices);
    if (part == std::string_view("validation")) {
      check_parts_apart(check, "data.json", train, slices);
    } else {
      train = std::move(slices);
    }
  }
}

}  // namespace ampsweep::rig::formats
