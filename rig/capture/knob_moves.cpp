// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/knob_moves.hpp"

#include <algorithm>
#include <utility>

#include "rig/capture/move_knobs.hpp"
#include "rig/plan/knob_value.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

constexpr const char* kSet = "set";

[[noreturn]] void refuse_fault(const Fault& fault) {
  throw SetupError(fault.code == FaultCode::Stopped ? SetupKind::Safety : SetupKind::Device,
                   fault.detail, "");
}

std::vector<KnobStanding> together(const Rig& rig, const std::vector<KnobLabel>& labels) {
  std::vector<KnobStanding> all;
  for (const Knob& knob : rig.knobs) {
    const auto found = std::find_if(labels.begin(), labels.end(),
                                    [&](const KnobLabel& label) { return label.id == knob.id; });
    all.push_back({knob, found == labels.end() ? std::nullopt : std::optional{*found}});
  }
  return all;
}

}  // namespace

Setting setting_in_pairs(const Rig& rig, const std::vector<std::string>& words) {
  Setting setting;
  for (auto word = words.begin(); word != words.end(); ++word) {
    const auto equals = word->find('=');
    const std::string name = word->substr(0, equals);
    const Knob& knob = knob_named(rig.knobs, name, kSet, 0, "knob");
    if (equals == std::string::npos && ++word == words.end()) {
      refuse_at(kSet, 0, "knob " + quote(name) + " has no value", "set NAME VALUE");
    }
    const std::string value = equals == std::string::npos ? *word : word->substr(equals + 1);
    if (!setting.emplace(knob.id, value_in_text(knob, value, kSet, 0)).second) {
      refuse_at(kSet, 0, "knob " + quote(name) + " stands twice", "name each knob once");
    }
  }
  return setting;
}

Rig with_knobs(Rig rig, const std::vector<std::string>& names) {
  if (names.empty()) return rig;
  for (const std::string& name : names) (void)knob_named(rig.knobs, name, rig.file, 0, "knob");
  std::erase_if(rig.knobs, [&](const Knob& knob) {
    return std::find(names.begin(), names.end(), knob.id) == names.end();
  });
  // Of the simulated bench; a knob that is not there cannot be dead.
  if (find_knob(rig, rig.simulation.dead_knob) == nullptr) rig.simulation.dead_knob.clear();
  std::erase_if(rig.simulation.knob_faults, [&](const KnobFault& fault) {
    return find_knob(rig, fault.knob) == nullptr ||
           (!fault.other.empty() && find_knob(rig, fault.other) == nullptr);
  });
  return rig;
}

std::vector<KnobStanding> knobs_standing(Bench& bench, const Rig& rig) {
  std::vector<KnobLabel> labels;
  for (const auto& actuator : bench.actuators) {
    auto standing = actuator->standing();
    if (!standing) refuse_fault(standing.error());
    labels.insert(labels.end(), standing->begin(), standing->end());
  }
  return together(rig, labels);
}

std::vector<KnobStanding> knobs_moved(Bench& bench, const Rig& rig, const Setting& setting,
                                      const std::stop_token& stop) {
  const auto labels = move_knobs(bench, rig, setting, stop);
  if (!labels) refuse_fault(labels.error());
  return together(rig, *labels);
}

}  // namespace ampsweep::rig
