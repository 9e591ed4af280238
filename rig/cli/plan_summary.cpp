// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/plan_summary.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "rig/capture/attempt_take.hpp"
#include "rig/capture/progress.hpp"
#include "rig/plan/estimate.hpp"

namespace ampsweep::rig::cli {
namespace {

PlanEstimate estimate_of(const Job& job) {
  return estimate(job.plan, job.rig, job.stimulus.length(),
                  frames_for(job.stimulus) - job.stimulus.length());
}

std::string readable(Seconds time) {
  return readable_time(std::chrono::seconds{std::llround(time.value())});
}

}  // namespace

std::string plan_summary_text(const Job& job) {
  const PlanEstimate cost = estimate_of(job);
  std::string splits;
  for (const auto& [split, count] : cost.takes) {
    if (count > 0)
      splits += fmt::format("{}{} {}", splits.empty() ? "" : ", ", count, to_string(split));
  }
  std::string text = fmt::format("plan      {} on rig {}\n", job.plan.name, job.rig.name);
  text += fmt::format("takes     {} ({}), {:.1f} s each\n", cost.takes_total, splits,
                      seconds(job.stimulus.length(), job.stimulus.rate).value());
  text += fmt::format(
      "time      {} ({} playing, {} moving, settling and listening, {} "
      "resting)\n",
      readable(cost.total), readable(cost.playing), readable(cost.moving_total + cost.listening),
      readable(cost.resting));
  text += fmt::format("disk      {:.1f} MB\n", static_cast<double>(cost.disk_bytes) / 1e6);
  text += fmt::format(
      "coverage  discrepancy {:.4f}, nearest settings {:.3f} apart, knob-knob |corr| {:.2f}\n",
      cost.coverage.discrepancy, cost.coverage.min_distance, cost.coverage.max_knob_correlation);
  text += fmt::format("order     |corr(time, knob)| {:.3f}\n", job.plan.max_correlation);
  return text;
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
  json["min_distance"] = cost.coverage.min_distance;
  json["max_knob_correlation"] = cost.coverage.max_knob_correlation;
  json["max_time_correlation"] = job.plan.max_correlation;
  return json;
}

}  // namespace ampsweep::rig::cli
