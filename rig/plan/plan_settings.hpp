// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/model/plan.hpp"
#include "rig/plan/plan_spec.hpp"
#include "rig/plan/table_reader.hpp"

namespace ampsweep::rig {

/// What a plan is made from, read and checked.
struct PlanTask {
  const std::vector<Knob>& knobs;
  const DesignSpec& design;
  const Setting& reference;
  std::uint64_t seed{1};
  std::vector<PlannedTake> before;  ///< Takes of a dataset that the plan goes on from.
};

struct PlanSettings {
  std::vector<PlannedSetting> settings;  ///< To be put in order; none that is in `before`.
  std::vector<std::string> notes;
};

/// Settings of all splits. With `before` only what is missing there: a setting keeps the split it
/// was given first, so that nothing held out is ever trained on.
/// Refuses: SetupError{Data} at `root` when the knobs have fewer settings than asked for.
[[nodiscard]] PlanSettings plan_settings(TableReader& root, const PlanTask& task);

}  // namespace ampsweep::rig
