// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <string>
#include <vector>

#include "rig/dataset/dataset_state.hpp"
#include "rig/dataset/plan_json.hpp"
#include "rig/dataset/rig_json.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "rig/dataset/stimulus_json.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::size_t kMostNamed = 8;

/// "policy.retries (2, now 3)" for every leaf that differs.
void add_changes(const Json& before, const Json& now, const std::string& name,
                 std::vector<std::string>& changes) {
  if (before == now) return;
  if (before.is_object() && now.is_object()) {
    const auto inner = [&](const std::string& key) {
      return name.empty() ? key : name + '.' + key;
    };
    for (const auto& [key, value] : before.items()) {
      add_changes(value, now.contains(key) ? now.at(key) : Json(), inner(key), changes);
    }
    for (const auto& [key, value] : now.items()) {
      if (!before.contains(key)) add_changes(Json(), value, inner(key), changes);
    }
    return;
  }
  if (before.is_structured() || now.is_structured()) {
    changes.push_back(name);
    return;
  }
  changes.push_back(fmt::format("{} ({}, now {})", name, compact_text(before), compact_text(now)));
}

/// Files, hashes and measured calibration may differ without changing what is captured.
Json meaning(const Plan& plan) {
  Json json = to_json(plan);
  for (const char* key : {"file", "rig_file", "hash"}) json.erase(key);
  json["takes"] = Json::array();
  for (const PlannedTake& take : plan.takes) json["takes"].push_back(to_json(take));
  return json;
}

Json meaning(const Rig& rig) {
  Json json = to_json(rig);
  for (const char* key : {"file", "hash", "calibration"}) json.erase(key);
  return json;
}

std::string listed(std::vector<std::string> changes) {
  if (changes.empty()) return "something its summary does not show";
  if (changes.size() > kMostNamed) {
    const std::size_t more = changes.size() - kMostNamed;
    changes.resize(kMostNamed);
    changes.push_back(fmt::format("{} more", more));
  }
  return fmt::format("{}", fmt::join(changes, ", "));
}

[[noreturn]] void refuse(const Dataset& data, const char* thing, const Json& before,
                         const Json& now) {
  std::vector<std::string> changes;
  add_changes(before, now, "", changes);
  throw SetupError(SetupKind::Data,
                   fmt::format("{} belongs to another {}; changed: {}", data.dir.string(), thing,
                               listed(std::move(changes))),
                   fmt::format("the {} it was begun with, or another --out folder", thing));
}

}  // namespace

void check_same_session(const Dataset& data, const Plan& plan, const Rig& rig,
                        const signals::Stimulus& stimulus) {
  if (plan.hash != data.plan_hash) refuse(data, "plan", meaning(data.plan), meaning(plan));
  if (rig.hash != data.rig_hash) refuse(data, "rig", meaning(data.rig), meaning(rig));
  if (stimulus_hash(stimulus) != data.stimulus_hash) {
    const auto summary = [](SampleRate rate, SampleCount length,
                            const std::vector<signals::Segment>& segments) {
      return Json{{"sample_rate_hz", rate.value()},
                  {"length_samples", length.value()},
                  {"segments", to_json(segments)}};
    };
    refuse(data, "stimulus", summary(data.rate, data.length, data.segments),
           summary(stimulus.rate, stimulus.length(), stimulus.segments));
  }
}

}  // namespace ampsweep::rig
