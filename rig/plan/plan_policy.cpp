// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "rig/plan/plan_tables.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

std::vector<std::pair<std::string, Reaction>> named_reactions() {
  std::vector<std::pair<std::string, Reaction>> named;
  for (const Reaction reaction : kReactions) named.emplace_back(to_string(reaction), reaction);
  return named;
}

std::string choosable_faults() {
  std::string names;
  for (const FaultCode code : kChoosableFaults) {
    names += (names.empty() ? "" : ", ") + std::string{to_string(code)};
  }
  return names;
}

/// What says that the load, the disk or the stream are gone is no plan's to overrule.
std::map<FaultCode, Reaction> read_reactions(TableReader table) {
  std::map<FaultCode, Reaction> reactions;
  for (const ConfigEntry& entry : table.entries()) {
    const auto code = fault_code(entry.key);
    if (std::find(kChoosableFaults.begin(), kChoosableFaults.end(), code) ==
        kChoosableFaults.end()) {
      table.refuse(
          entry.key,
          code ? "is a fault whose reaction is not the plan's to choose" : "is no fault of a take",
          "one of " + choosable_faults());
    }
    reactions[*code] = table.choice<Reaction>(entry.key, Reaction::Retry, named_reactions());
  }
  table.finish();
  return reactions;
}

}  // namespace

WarmUpPolicy read_warm_up(TableReader table) {
  using Then = WarmUpPolicy::Then;
  WarmUpPolicy policy;
  if (table.has("wait")) policy.wait = table.flag("wait", true);
  policy.at_most_min = table.number("at_most_min", policy.at_most_min, {1.0, 240.0});
  policy.gain_db_per_min =
      table.number("gain_db_per_min", policy.gain_db_per_min, {0.0, 10.0, true});
  policy.thd_db_per_min = table.number("thd_db_per_min", policy.thd_db_per_min, {0.0, 60.0, true});
  policy.then = table.choice<Then>(
      "then", policy.then, {{"go_on", Then::GoOn}, {"pause", Then::Pause}, {"stop", Then::Stop}});
  table.finish();
  return policy;
}

Policy read_policy(TableReader table) {
  Policy policy;
  policy.retries = table.integer("retries", policy.retries, 0, 100);
  policy.max_delay_deviation_samples = table.number(
      "max_delay_deviation_samples", policy.max_delay_deviation_samples, {0.0, 1000.0, true});
  policy.max_replicate_esr =
      table.number("max_replicate_esr", policy.max_replicate_esr, {0.0, 1.0, true});
  policy.max_loopback_level_error_db = table.number(
      "max_loopback_level_error_db", policy.max_loopback_level_error_db, {0.0, 60.0, true});
  policy.max_dc = table.number("max_dc", policy.max_dc, {0.0, 1.0, true});
  policy.max_noise_dbfs_rms =
      table.number("max_noise_dbfs_rms", policy.max_noise_dbfs_rms, {-200.0, 0.0});
  policy.max_hum_dbfs_rms =
      table.number("max_hum_dbfs_rms", policy.max_hum_dbfs_rms, {-200.0, 0.0});
  policy.max_replicate_excess_db =
      table.number("max_replicate_excess_db", policy.max_replicate_excess_db, {0.0, 200.0, true});
  policy.refuse_flat_tops = table.flag("refuse_flat_tops", policy.refuse_flat_tops);
  policy.headroom_samples =
      table.number("headroom_samples", policy.headroom_samples, {0.0, 1000.0});
  policy.stop_on_failure = table.flag("stop_on_failure", policy.stop_on_failure);
  policy.hear_knobs = table.flag("hear_knobs", policy.hear_knobs);
  policy.settle_timeout_s = table.number("settle_timeout_s", policy.settle_timeout_s, {1.0, 120.0});
  policy.unheard_knobs = table.texts("unheard_knobs");
  policy.max_block_change_db =
      table.number("max_block_change_db", policy.max_block_change_db, {0.0, 60.0, true});
  policy.max_noise_rise_db =
      table.number("max_noise_rise_db", policy.max_noise_rise_db, {0.0, 200.0, true});
  policy.block_retakes = table.integer("block_retakes", policy.block_retakes, 0, 100);
  policy.retake_odd = table.flag("retake_odd", policy.retake_odd);
  if (auto on = table.table("on", "[policy.on]")) policy.on = read_reactions(*on);
  table.finish();
  return policy;
}

}  // namespace ampsweep::rig
