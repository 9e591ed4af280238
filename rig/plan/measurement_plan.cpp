// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/measurement_plan.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

#include "rig/model/result.hpp"
#include "rig/plan/knob_value.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

constexpr const char* kSetOption = "--set";

void check_ceiling(const Rig& rig, DbFsPeak level) {
  const DbFsPeak sent = level + std::max(rig.levels.amp_send_gain, rig.levels.loopback_send_gain);
  if (sent <= rig.safety.output_ceiling) return;
  throw SetupError(SetupKind::Usage,
                   "a level of " + number_text(level.value()) + " dBFS peak leaves at " +
                       number_text(sent.value()) + ", above the rig's output_ceiling_dbfs_peak " +
                       number_text(rig.safety.output_ceiling.value()),
                   "a lower --level, or lower send gains in the rig file");
}

StimulusSpec suite_stimulus(const MeasurementOrder& order) {
  StimulusSpec spec;
  spec.suite = order.suite;
  spec.sweep_level = order.level;
  return spec;
}

}  // namespace

Setting setting_in_words(const Rig& rig, const std::string& words) {
  Setting setting;
  for (const Knob& knob : rig.knobs) setting[knob.id] = snapped(knob, printed(knob, 0.5));
  std::istringstream stream{words};
  for (std::string word; std::getline(stream, word, ',');) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) {
      refuse_at(kSetOption, 1, quote(word) + " says no value", "write knob=value,knob=value");
    }
    const std::string id = word.substr(0, equals);
    const Knob& knob = knob_named(rig.knobs, id, kSetOption, 1, "knob");
    setting[id] = value_in_text(knob, word.substr(equals + 1), kSetOption, 1);
  }
  return setting;
}

Plan measurement_plan(const Rig& rig, const Setting& setting, const MeasurementOrder& order) {
  check_ceiling(rig, order.level);
  Plan plan;
  plan.name = std::string{"measure "} + to_string(order.suite);
  plan.rig_file = rig.file;
  plan.stimulus = suite_stimulus(order);
  plan.reference = setting;
  for (int take = 0; take < order.repeat; ++take) {
    plan.takes.push_back({take, setting, Split::Train, Purpose::Listed, 0});
  }
  plan.hash = plan_hash(plan);
  return plan;
}

Plan measured_over(Plan plan, const Rig& rig, const MeasurementOrder& order) {
  check_ceiling(rig, order.level);
  plan.stimulus = suite_stimulus(order);
  // A knob that moves has no figures; such takes are the plan's last, so that ids stay positions.
  std::erase_if(plan.takes, [](const PlannedTake& take) { return take.motion.has_value(); });
  plan.hash = plan_hash(plan);
  return plan;
}

}  // namespace ampsweep::rig
