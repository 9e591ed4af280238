// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/plan_summary.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "rig/capture/attempt_take.hpp"
#include "rig/capture/progress.hpp"
#include "rig/capture/warm_up_gate.hpp"
#include "rig/plan/estimate.hpp"

namespace ampsweep::rig::cli {
namespace {

using Json = nlohmann::ordered_json;

PlanEstimate estimate_of(const Job& job) {
  return estimate(job.plan, job.rig, job.stimulus.length(),
                  frames_for(job.stimulus) - job.stimulus.length());
}

std::string readable(Seconds time) {
  return readable_time(std::chrono::seconds{std::llround(time.value())});
}

std::string warm_up_text(const Job& job) {
  const WarmUpPolicy& policy = job.plan.policy.warm_up;
  if (!waits_for_warmth(job.rig, policy)) return "";
  return fmt::format(
      "warm-up   before the first take, until the amp stands still: {:g} min at most\n",
      policy.at_most_min);
}

std::string cost_text(const Job& job, const PlanEstimate& cost) {
  std::string splits;
  for (const auto& [split, count] : cost.takes) {
    if (count > 0)
      splits += fmt::format("{}{} {}", splits.empty() ? "" : ", ", count, to_string(split));
  }
  std::string text = fmt::format("takes     {} ({}), {:.1f} s each\n", cost.takes_total, splits,
                                 seconds(job.stimulus.length(), job.stimulus.rate).value());
  text += fmt::format(
      "time      {} ({} playing, {} moving, settling and listening, {} "
      "resting)\n",
      readable(cost.total), readable(cost.playing), readable(cost.moving_total + cost.listening),
      readable(cost.resting));
  return text + warm_up_text(job) +
         fmt::format("disk      {:.1f} MB\n", static_cast<double>(cost.disk_bytes) / 1e6);
}

/// Distances and discrepancy are shares of each knob's whole travel, unless the text says
/// otherwise.
std::string coverage_text(const Plan& plan, const Coverage& coverage) {
  std::string text = fmt::format("coverage  {} training settings of {} knobs: discrepancy {:.4f}",
                                 coverage.settings, coverage.knobs, coverage.discrepancy);
  if (plan.warped_discrepancy) {
    text += fmt::format(" ({:.4f} in the warped space of their roles, where they are drawn evenly)",
                        *plan.warped_discrepancy);
  }
  text += fmt::format(
      ",\n          nearest two {:.3f} apart, from a random setting {:.3f} and from a corner "
      "{:.3f} "
      "to the nearest, knob-knob |corr| {:.2f}\n",
      coverage.min_distance, coverage.mean_distance, coverage.corner_distance,
      coverage.max_knob_correlation);
  return text;
}

std::string figures_text(const Plan& plan, const Coverage& coverage) {
  std::string text = coverage_text(plan, coverage);
  text += fmt::format("order     |corr(time, knob)| {:.3f}\n", plan.max_correlation);
  for (const std::string& note : plan.notes) text += fmt::format("note      {}\n", note);
  return text;
}

}  // namespace

std::string plan_summary_text(const Job& job) {
  const PlanEstimate cost = estimate_of(job);
  return fmt::format("plan      {} on rig {}\n", job.plan.name, job.rig.name) +
         cost_text(job, cost) + figures_text(job.plan, cost.coverage);
}

std::string extension_summary_text(const Job& added, const Job& whole) {
  return cost_text(added, estimate_of(added)) +
         figures_text(whole.plan, estimate_of(whole).coverage);
}

nlohmann::ordered_json plan_summary_json(const Job& job) {
  const PlanEstimate cost = estimate_of(job);
  nlohmann::ordered_json json{{"schema", "ampsweep-plan-summary-1"},
                              {"plan", job.plan.name},
                              {"rig", job.rig.name},
                              {"plan_hash", job.plan.hash},
                              {"takes_total", cost.takes_total}};
  for (const auto& [split, count] : cost.takes) json["takes_per_split"][to_string(split)] = count;
  json["take_s"] = seconds(job.stimulus.length(), job.stimulus.rate).value();
  json["playing_s"] = cost.playing.value();
  json["moving_s"] = cost.moving_total.value();
  json["listening_s"] = cost.listening.value();
  json["resting_s"] = cost.resting.value();
  json["total_s"] = cost.total.value();
  json["disk_bytes"] = cost.disk_bytes;
  json["discrepancy"] = cost.coverage.discrepancy;
  json["warped_discrepancy"] =
      job.plan.warped_discrepancy ? Json(*job.plan.warped_discrepancy) : Json(nullptr);
  json["min_distance"] = cost.coverage.min_distance;
  json["mean_distance"] = cost.coverage.mean_distance;
  json["corner_distance"] = cost.coverage.corner_distance;
  json["max_knob_correlation"] = cost.coverage.max_knob_correlation;
  json["max_time_correlation"] = job.plan.max_correlation;
  json["notes"] = job.plan.notes;
  return json;
}

}  // namespace ampsweep::rig::cli
