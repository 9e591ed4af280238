// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/plan_settings.hpp"

#include <algorithm>
#include <set>

#include "rig/plan/choose_settings.hpp"
#include "rig/plan/holdout.hpp"
#include "rig/plan/plan_limits.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

std::string allowed_count(const DesignSpec& design) {
  return std::to_string(setting_count(design.space, kMostSettings));
}

/// A plan with fewer settings than it asked for would pass unnoticed.
void check_training(TableReader& root, const DesignSpec& design,
                    const std::vector<PlannedSetting>& training) {
  if (training.size() > static_cast<std::size_t>(kMostSettings)) {
    root.refuse("design", "makes more than 5000 settings", "lower count or drop the corners");
  }
  if (training.empty()) {
    root.refuse("design", "leaves no setting to capture", "narrower avoid rules, or more settings");
  }
  if (!is_sampled(design.kind)) return;
  int designed = 0;
  for (const PlannedSetting& one : training) designed += one.purpose == Purpose::Design ? 1 : 0;
  if (designed == design.count) return;
  root.refuse("design",
              "asks for count " + std::to_string(design.count) +
                  ", but beside corners and centre only " + std::to_string(designed) +
                  " further settings were found; the knobs' steps allow " + allowed_count(design) +
                  " in all" + (design.avoid.empty() ? "" : ", those to avoid included"),
              design.avoid.empty()
                  ? "lower count, or give the knobs a finer resolution or wider range"
                  : "lower count, or give the knobs a finer resolution, wider range or less to "
                    "avoid");
}

void check_holdout(TableReader& root, const DesignSpec& design, std::size_t found) {
  const auto wanted =
      static_cast<std::size_t>(design.validation) + static_cast<std::size_t>(design.test);
  if (found == wanted) return;
  root.refuse(root.has("holdout") ? "holdout" : "design",
              "leaves " + std::to_string(found) + " settings to hold out of " +
                  std::to_string(wanted) + " asked for; the knobs' steps allow " +
                  allowed_count(design) + " in all",
              "lower [holdout] validation and test, or train on fewer settings");
}

std::set<Setting> held_out_in(const std::vector<PlannedTake>& takes) {
  std::set<Setting> settings;
  for (const PlannedTake& take : takes) {
    if (take.split == Split::Validation || take.split == Split::Test) settings.insert(take.setting);
  }
  return settings;
}

int count_of(const std::vector<PlannedTake>& takes, Split split) {
  return static_cast<int>(std::count_if(
      takes.begin(), takes.end(), [&](const PlannedTake& take) { return take.split == split; }));
}

/// A take of the design: neither a reference nor one with a moving knob.
bool is_static(const PlannedTake& take) {
  return take.split != Split::Reference && take.split != Split::Motion;
}

/// What `before` does not hold yet.
std::vector<PlannedSetting> missing(std::vector<PlannedSetting> settings,
                                    const std::vector<PlannedTake>& before) {
  std::set<Setting> there;
  for (const PlannedTake& take : before) {
    if (is_static(take)) there.insert(take.setting);
  }
  std::erase_if(settings, [&](const PlannedSetting& one) { return there.contains(one.setting); });
  return settings;
}

/// Held-out settings that are still to be chosen, away from all that is used already.
std::vector<PlannedSetting> further_holdout(TableReader& root, const PlanTask& task,
                                            std::vector<PlannedSetting> used) {
  DesignSpec design = task.design;
  design.validation = std::max(0, design.validation - count_of(task.before, Split::Validation));
  design.test = std::max(0, design.test - count_of(task.before, Split::Test));
  for (const PlannedTake& take : task.before) {
    if (is_static(take)) used.push_back({take.setting, take.split, take.purpose});
  }
  auto held_out = held_out_settings(design, used, {task.reference}, task.seed);
  check_holdout(root, design, held_out.size());
  return held_out;
}

std::string times(int count, const char* what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

void note_avoided(const PlanTask& task, const std::vector<AvoidTally>& avoided,
                  std::vector<std::string>& notes) {
  for (std::size_t i = 0; i < avoided.size(); ++i) {
    std::vector<std::string> did;
    const auto add = [&](int count, const char* how) {
      if (count > 0) did.push_back(times(count, "setting") + ' ' + how);
    };
    add(avoided[i].replaced, "replaced by others");
    add(avoided[i].moved, "moved just clear of it");
    add(avoided[i].left_out, "left out");
    notes.push_back("avoid " + rule_text(task.knobs, task.design.avoid[i]) + ": " +
                    (did.empty() ? "no setting fell there" : joined(did)));
  }
}

/// Many amps are silent with gain or level at its minimum; a plan that goes there should know.
void note_silent_ends(const PlanTask& task, std::vector<std::string>& notes) {
  for (const Axis& axis : task.design.space.axes) {
    const bool loud = axis.knob.role == KnobRole::Gain || axis.knob.role == KnobRole::Level;
    if (!loud || !axis.knob.positions.empty() || axis.low > axis.knob.minimum) continue;
    const bool ruled =
        std::any_of(task.design.avoid.begin(), task.design.avoid.end(), [&](const AvoidRule& rule) {
          return std::any_of(rule.when.begin(), rule.when.end(), [&](const AvoidStretch& stretch) {
            return stretch.knob == axis.knob.id && stretch.low <= axis.low;
          });
        });
    if (ruled || is_listed(task.design.kind)) continue;
    const std::string low = number_text(axis.low);
    notes.push_back(axis.knob.id + " goes down to " + low +
                    ", where many amps are silent: listen there first, and keep silence out with "
                    "avoid = [ { when = { " +
                    axis.knob.id + " = [" + low + ", ...] }, why = \"mutes\" } ] in [design]");
  }
}

}  // namespace

PlanSettings plan_settings(TableReader& root, const PlanTask& task) {
  TrainingSettings training = training_settings(task.design, task.seed, held_out_in(task.before));
  check_training(root, task.design, training.settings);
  PlanSettings plan;
  note_avoided(task, training.avoided, plan.notes);
  note_silent_ends(task, plan.notes);
  const auto held_out = further_holdout(root, task, training.settings);
  plan.settings = missing(std::move(training.settings), task.before);
  plan.settings.insert(plan.settings.end(), held_out.begin(), held_out.end());
  return plan;
}

}  // namespace ampsweep::rig
