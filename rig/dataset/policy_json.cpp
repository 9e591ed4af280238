// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/policy_json.hpp"

#include <stdexcept>
#include <string>

namespace ampsweep::rig {
namespace {

using Then = WarmUpPolicy::Then;

double number_or(const Json& json, const char* key, double fallback) {
  return json.contains(key) ? number(json, key) : fallback;
}

Json to_json(const std::map<FaultCode, Reaction>& reactions) {
  Json json = Json::object();
  for (const auto& [code, reaction] : reactions) json[to_string(code)] = to_string(reaction);
  return json;
}

std::map<FaultCode, Reaction> reactions_from(const Json& json) {
  std::map<FaultCode, Reaction> reactions;
  for (const auto& [name, value] : json.items()) {
    const auto code = fault_code(name);
    const auto reaction = reaction_named(value.get<std::string>());
    if (!code || !reaction) throw std::runtime_error("unknown reaction to \"" + name + '"');
    reactions[*code] = *reaction;
  }
  return reactions;
}

const char* name_of(Then then) {
  return then == Then::Pause ? "pause" : then == Then::Stop ? "stop" : "go_on";
}

Then then_named(const std::string& name) {
  for (const Then then : {Then::GoOn, Then::Pause, Then::Stop}) {
    if (name == name_of(then)) return then;
  }
  throw std::runtime_error("unknown end of a warm-up");
}

Json to_json(const WarmUpPolicy& policy) {
  Json json{{"at_most_min", real(policy.at_most_min)},
            {"gain_db_per_min", real(policy.gain_db_per_min)},
            {"thd_db_per_min", real(policy.thd_db_per_min)},
            {"then", name_of(policy.then)}};
  if (policy.wait) json["wait"] = *policy.wait;
  return json;
}

WarmUpPolicy warm_up_from(const Json& json) {
  WarmUpPolicy policy;
  if (json.contains("wait")) policy.wait = json.at("wait").get<bool>();
  policy.at_most_min = number(json, "at_most_min");
  policy.gain_db_per_min = number(json, "gain_db_per_min");
  policy.thd_db_per_min = number(json, "thd_db_per_min");
  policy.then = then_named(json.at("then").get<std::string>());
  return policy;
}

}  // namespace

Json to_json(const Policy& policy) {
  Json json{{"retries", policy.retries},
            {"max_delay_deviation_samples", real(policy.max_delay_deviation_samples)},
            {"max_replicate_esr", real(policy.max_replicate_esr)},
            {"max_loopback_level_error_db", real(policy.max_loopback_level_error_db)},
            {"max_dc", real(policy.max_dc)},
            {"max_noise_dbfs_rms", real(policy.max_noise_dbfs_rms)},
            {"max_hum_dbfs_rms", real(policy.max_hum_dbfs_rms)},
            {"max_replicate_excess_db", real(policy.max_replicate_excess_db)},
            {"max_block_change_db", real(policy.max_block_change_db)},
            {"max_noise_rise_db", real(policy.max_noise_rise_db)},
            {"block_retakes", policy.block_retakes},
            {"retake_odd", policy.retake_odd},
            {"headroom_samples", real(policy.headroom_samples)},
            {"stop_on_failure", policy.stop_on_failure}};
  if (policy.refuse_flat_tops) json["refuse_flat_tops"] = true;
  if (policy.hear_knobs) {
    json["hear_knobs"] = true;
    json["settle_timeout_s"] = real(policy.settle_timeout_s);
    json["unheard_knobs"] = policy.unheard_knobs;
  }
  if (!policy.on.empty()) json["on"] = to_json(policy.on);
  if (policy.warm_up != WarmUpPolicy{}) json["warm_up"] = to_json(policy.warm_up);
  return json;
}

Policy policy_from(const Json& json) {
  Policy policy;
  policy.retries = json.at("retries").get<int>();
  policy.max_delay_deviation_samples = number(json, "max_delay_deviation_samples");
  policy.max_replicate_esr = number(json, "max_replicate_esr");
  policy.max_loopback_level_error_db = number(json, "max_loopback_level_error_db");
  policy.max_dc = number(json, "max_dc");
  policy.max_noise_dbfs_rms = number(json, "max_noise_dbfs_rms");
  policy.headroom_samples = number(json, "headroom_samples");
  policy.stop_on_failure = json.at("stop_on_failure").get<bool>();
  if (json.contains("refuse_flat_tops")) {
    policy.refuse_flat_tops = json.at("refuse_flat_tops").get<bool>();
  }
  if (json.contains("hear_knobs")) {
    policy.hear_knobs = json.at("hear_knobs").get<bool>();
    policy.settle_timeout_s = number(json, "settle_timeout_s");
    policy.unheard_knobs = json.at("unheard_knobs").get<std::vector<std::string>>();
  }
  policy.max_hum_dbfs_rms = number_or(json, "max_hum_dbfs_rms", policy.max_hum_dbfs_rms);
  policy.max_replicate_excess_db =
      number_or(json, "max_replicate_excess_db", policy.max_replicate_excess_db);
  policy.max_block_change_db = number_or(json, "max_block_change_db", policy.max_block_change_db);
  policy.max_noise_rise_db = number_or(json, "max_noise_rise_db", policy.max_noise_rise_db);
  if (json.contains("block_retakes")) policy.block_retakes = json.at("block_retakes").get<int>();
  if (json.contains("retake_odd")) policy.retake_odd = json.at("retake_odd").get<bool>();
  if (json.contains("on")) policy.on = reactions_from(json.at("on"));
  if (json.contains("warm_up")) policy.warm_up = warm_up_from(json.at("warm_up"));
  return policy;
}

}  // namespace ampsweep::rig
