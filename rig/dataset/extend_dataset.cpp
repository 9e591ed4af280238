// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/extend_dataset.hpp"

#include <fmt/format.h>

#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/dataset_state.hpp"
#include "rig/dataset/rebuild.hpp"
#include "rig/dataset/utc_time.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

void extend_dataset(const std::filesystem::path& dir, const PlanExtension& extension,
                    const Rig& rig, const signals::Stimulus& stimulus, FileOps& ops) {
  if (!is_dataset(dir)) (void)open_dataset(dir);  // Says what is missing; makes no lock file.
  const Plan& plan = extension.plan;
  const auto state =
      open_state(dir, ops, [&](const Dataset& data) { check_extends(data, plan, rig, stimulus); });
  Dataset longer = state->data;
  const std::size_t first = longer.plan.takes.size();
  longer.plan = plan;
  longer.plan_hash = plan.hash;
  longer.extended_with = extension.file_hash;
  for (std::size_t i = first; i < plan.takes.size(); ++i) {
    longer.takes.push_back({plan.takes[i], {}});
  }
  const Event event{state->next_event(), utc_now(), "plan_extended",
                    fmt::format("by takes {} to {}, blocks {} to {}", first, plan.takes.size() - 1,
                                plan.takes[first].block + 1, plan.takes.back().block + 1)};
  longer.events.push_back(event);
  const auto check = [](const Result<void>& done) {
    if (done) return;
    throw SetupError(SetupKind::Data, done.error().detail, "space and rights on that folder");
  };
  check(state->ledger.extend(longer, first, event));
  // The plan is longer now. Derived files follow the ledger: whoever opens the folder next does
  // this again when it is cut off.
  state->data = std::move(longer);
  check(write_derived_files(state->data, ops));
}

Plan resumed_plan(const Dataset& dataset, Plan plan) {
  if (dataset.extended_with.empty() || plan.hash != dataset.extended_with) return plan;
  plan.takes = dataset.plan.takes;
  plan.hash = dataset.plan_hash;
  plan.max_correlation = dataset.plan.max_correlation;
  return plan;
}

}  // namespace ampsweep::rig
