// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/verdict_json.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig::cli {
namespace {

Json faults_json(const std::vector<Fault>& faults) {
  Json json = Json::array();
  for (const Fault& fault : faults) {
    json.push_back({{"code", to_string(fault.code)}, {"detail", fault.detail}});
  }
  return json;
}

}  // namespace

Json verdict_json(const Verdict& verdict) {
  Json json{{"accepted", verdict.accepted}};
  json["gates"] = Json::array();
  for (const Gate& gate : verdict.gates) {
    json["gates"].push_back({{"name", gate.name},
                             {"value", gate.value},  // written as null when it is not finite
                             {"limit", gate.limit},
                             {"unit", gate.unit},
                             {"passed", gate.passed}});
  }
  json["faults"] = faults_json(verdict.faults);
  json["warnings"] = faults_json(verdict.warnings);
  return json;
}

}  // namespace ampsweep::rig::cli
