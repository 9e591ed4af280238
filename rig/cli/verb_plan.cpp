// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "rig/capture/extend_job.hpp"
#include "rig/capture/job.hpp"
#include "rig/cli/plan_summary.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/motion_json.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::cli {
namespace {

void print_takes(std::ostream& out, const Job& job) {
  out << fmt::format("{:>5}  {:>5}  {:<10}  {:<13}  setting\n", "take", "block", "split",
                     "purpose");
  for (const PlannedTake& take : job.plan.takes) {
    out << fmt::format("{:>5}  {:>5}  {:<10}  {:<13}  {}\n", take.id, take.block + 1,
                       to_string(take.split), to_string(take.purpose),
                       describe_take(job.rig.knobs, take));
  }
}

Json takes_json(const Job& job) {
  Json takes = Json::array();
  for (const PlannedTake& take : job.plan.takes) {
    Json setting;
    for (const Knob& knob : job.rig.knobs) setting[knob.id] = take.setting.at(knob.id);
    takes.push_back({{"take", take.id},
                     {"block", take.block + 1},
                     {"split", to_string(take.split)},
                     {"purpose", to_string(take.purpose)},
                     {"setting", std::move(setting)}});
    if (take.motion) takes.back()["motion"] = to_json(*take.motion);
  }
  return takes;
}

struct PlanArgs {
  std::string plan;
  std::string dir;  ///< Of `extend`.
  std::optional<double> allow_correlation;
};

int show_plan(const Shell& shell, const PlanArgs& args) {
  if (args.plan.empty()) {
    throw SetupError(SetupKind::Usage, "plan needs a plan file", "ampsweep plan PLAN.toml");
  }
  const Job job = load_job(args.plan, Devices::Real, args.allow_correlation);
  if (shell.json) {
    Json json = plan_summary_json(job);
    json["takes"] = takes_json(job);
    shell.front.out << indented_text(json) << '\n';
    return kOk;
  }
  print_takes(shell.front.out, job);
  shell.front.out << '\n' << plan_summary_text(job);
  return kOk;
}

/// Only the takes that are to come, for what they cost.
Job only_new(const ExtendedJob& extended) {
  Job job = extended.job;
  job.plan.takes.erase(job.plan.takes.begin(), job.plan.takes.begin() + extended.first_new);
  return job;
}

int extend_plan(const Shell& shell, const PlanArgs& args) {
  const ExtendedJob extended = extend_job(args.plan, args.dir, args.allow_correlation);
  const auto added = static_cast<int>(extended.job.plan.takes.size()) - extended.first_new;
  if (shell.json) {
    Json json = plan_summary_json(extended.job);
    json["schema"] = "ampsweep-plan-extend-1";
    json["dir"] = args.dir;
    json["changed"] = extended.changed;
    json["first_new_take"] = extended.changed ? Json(extended.first_new) : Json(nullptr);
    json["takes_added"] = added;
    json["takes"] = takes_json(extended.job);
    shell.front.out << indented_text(json) << '\n';
    return kOk;
  }
  if (!extended.changed) {
    shell.front.out << fmt::format("{} holds all that {} asks for: nothing to add\n", args.dir,
                                   args.plan);
    return kOk;
  }
  const Job fresh = only_new(extended);
  print_takes(shell.front.out, fresh);
  shell.front.out << fmt::format(
      "\n{} takes added to {}; takes 0 to {} stay as they are. What they cost, and what the whole "
      "then covers:\n{}play them: ampsweep capture {} --out {} --resume{}\n",
      added, args.dir, extended.first_new - 1, extension_summary_text(fresh, extended.job),
      args.plan, args.dir, extended.simulated ? " --simulate" : "");
  return kOk;
}

void add_correlation(CLI::App& verb, PlanArgs& args) {
  verb.add_option("--allow-correlation", args.allow_correlation,
                  "accept a visiting order up to this |corr(time, knob)|");
}

}  // namespace

void add_plan(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "plan", "settings, visiting order, coverage, time and disk of a plan; moves nothing");
  const auto args = std::make_shared<PlanArgs>();
  verb->add_option("plan", args->plan, "plan file (TOML)")->type_name(kFile);
  add_correlation(*verb, *args);
  verb->callback([&shell, args, verb] {
    if (!verb->get_subcommands().empty()) return;
    shell.run = [&shell, args] { return show_plan(shell, *args); };
  });

  auto* extend = verb->add_subcommand(
      "extend", "give a dataset the settings that a longer plan asks for; its takes stay valid");
  extend->add_option("plan", args->plan, "plan file (TOML), longer than it was")
      ->type_name(kFile)
      ->required();
  extend->add_option("dir", args->dir, "dataset folder")->type_name(kFolder)->required();
  add_correlation(*extend, *args);
  extend->callback(
      [&shell, args] { shell.run = [&shell, args] { return extend_plan(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
