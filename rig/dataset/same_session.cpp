// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <string>
#include <vector>

#include "rig/dataset/dataset_state.hpp"
#include "rig/dataset/extend_dataset.hpp"
#include "rig/dataset/plan_json.hpp"
#include "rig/dataset/rig_json.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "rig/dataset/stimulus_json.hpp"
#include "rig/plan/plan_file.hpp"

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
                         const Json& now, const std::string& way_out) {
  std::vector<std::string> changes;
  add_changes(before, now, "", changes);
  throw SetupError(SetupKind::Data,
                   fmt::format("{} belongs to another {}; changed: {}", data.dir.string(), thing,
                               listed(std::move(changes))),
                   way_out);
}

std::string begun_with(const char* thing) {
  return fmt::format("the {} it was begun with, or another --out folder", thing);
}

/// Only so many takes as `count`.
Plan cut(Plan plan, std::size_t count) {
  if (plan.takes.size() > count) plan.takes.resize(count);
  return plan;
}

}  // namespace

void check_same_bench(const Dataset& data, const Rig& rig, const signals::Stimulus& stimulus) {
  if (rig.hash != data.rig_hash) {
    refuse(data, "rig", meaning(data.rig), meaning(rig), begun_with("rig"));
  }
  if (stimulus_hash(stimulus) != data.stimulus_hash) {
    const auto summary = [](SampleRate rate, SampleCount length,
                            const std::vector<signals::Segment>& segments) {
      return Json{{"sample_rate_hz", rate.value()},
                  {"length_samples", length.value()},
                  {"segments", to_json(segments)}};
    };
    refuse(data, "stimulus", summary(data.rate, data.length, data.segments),
           summary(stimulus.rate, stimulus.length(), stimulus.segments), begun_with("stimulus"));
  }
}

void check_same_session(const Dataset& data, const Plan& plan, const Rig& rig,
                        const signals::Stimulus& stimulus) {
  if (plan.hash != data.plan_hash) {
    refuse(data, "plan", meaning(data.plan), meaning(plan),
           fmt::format("the plan it was begun or last extended with, `ampsweep plan extend {} {}` "
                       "to add what is new, or another --out folder",
                       plan.file.empty() ? "PLAN.toml" : plan.file, data.dir.string()));
  }
  check_same_bench(data, rig, stimulus);
}

void check_extends(const Dataset& data, const Plan& longer, const Rig& rig,
                   const signals::Stimulus& stimulus) {
  check_same_bench(data, rig, stimulus);
  const Plan begun = cut(longer, data.plan.takes.size());
  if (plan_hash(begun) != data.plan_hash) {
    Json before = meaning(data.plan);
    Json now = meaning(begun);
    for (const char* free : {"name", "max_correlation"}) {
      before.erase(free);
      now.erase(free);
    }
    refuse(data, "plan", before, now,
           "an extension adds settings: seed, reference, stimulus and limits stay as they were");
  }
  if (longer.takes.size() > data.plan.takes.size()) return;
  throw SetupError(
      SetupKind::Data,
      fmt::format("{} asks for no setting that {} does not have", longer.file, data.dir.string()),
      "a larger count, corners, or more held-out settings; to go on with what is "
      "there, the plan it was made with");
}

}  // namespace ampsweep::rig
