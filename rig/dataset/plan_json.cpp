// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/plan_json.hpp"

#include <string>

#include "rig/dataset/motion_json.hpp"
#include "rig/dataset/policy_json.hpp"

namespace ampsweep::rig {
namespace {

Json to_json(const Setting& setting) {
  Json json = Json::object();
  for (const auto& [knob, value] : setting) json[knob] = real(value);
  return json;
}

Setting setting_from(const Json& json) {
  Setting setting;
  for (const auto& [knob, value] : json.items()) setting[knob] = real(value);
  return setting;
}

Json to_json(const StimulusSpec& spec) {
  Json json{{"audio_file", spec.audio_file},
            {"channel_rule", spec.channel_rule},
            {"validation_file", spec.validation_file},
            {"training_s", real(spec.training_s)},
            {"validation_s", real(spec.validation_s)},
            {"sweep_s", real(spec.sweep_s)},
            {"peak_dbfs", real(spec.peak.value())},
            {"sweep_level_dbfs_peak", real(spec.sweep_level.value())},
            {"marker_level_dbfs_peak", real(spec.marker_level.value())},
            {"seed", spec.seed}};
  if (spec.suite) json["suite"] = to_string(*spec.suite);
  return json;
}

StimulusSpec stimulus_spec_from(const Json& json) {
  StimulusSpec spec{text(json, "audio_file"),
                    text(json, "channel_rule"),
                    text(json, "validation_file"),
                    number(json, "training_s"),
                    number(json, "validation_s"),
                    number(json, "sweep_s"),
                    DbFsPeak{number(json, "peak_dbfs")},
                    DbFsPeak{number(json, "sweep_level_dbfs_peak")},
                    DbFsPeak{number(json, "marker_level_dbfs_peak")},
                    json.at("seed").get<std::uint64_t>(),
                    std::nullopt};
  if (json.contains("suite")) spec.suite = required(suite_named(text(json, "suite")), "suite");
  return spec;
}

}  // namespace

Json to_json(const Plan& plan) {
  return {{"name", plan.name},
          {"file", plan.file},
          {"rig_file", plan.rig_file},
          {"hash", plan.hash},
          {"seed", plan.seed},
          {"stimulus", to_json(plan.stimulus)},
          {"policy", to_json(plan.policy)},
          {"reference", to_json(plan.reference)},
          {"max_correlation", real(plan.max_correlation)}};
}

Plan plan_from(const Json& json) {
  Plan plan;
  plan.name = text(json, "name");
  plan.file = text(json, "file");
  plan.rig_file = text(json, "rig_file");
  plan.hash = text(json, "hash");
  plan.seed = json.at("seed").get<std::uint64_t>();
  plan.stimulus = stimulus_spec_from(json.at("stimulus"));
  plan.policy = policy_from(json.at("policy"));
  plan.reference = setting_from(json.at("reference"));
  plan.max_correlation = number(json, "max_correlation");
  return plan;
}

Json to_json(const PlannedTake& take) {
  Json json{{"id", take.id},
            {"setting", to_json(take.setting)},
            {"split", to_string(take.split)},
            {"purpose", to_string(take.purpose)},
            {"block", take.block}};
  if (take.motion) json["motion"] = to_json(*take.motion);
  return json;
}

PlannedTake planned_take_from(const Json& json) {
  PlannedTake take{
      json.at("id").get<int>(),
      setting_from(json.at("setting")),
      required(split_named(text(json, "split")), "split"),
      required(purpose_named(text(json, "purpose")), "purpose"),
      json.at("block").get<int>(),
      json.contains("motion") ? std::optional{motion_from(json.at("motion"))} : std::nullopt};
  if (take.motion.has_value() != (take.split == Split::Motion)) {
    throw std::runtime_error("a split that does not fit its motion");
  }
  return take;
}

}  // namespace ampsweep::rig
