// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <ostream>
#include <string>

#include "rig/capture/attempt_take.hpp"
#include "rig/capture/job.hpp"
#include "rig/cli/plan_summary.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig::cli {
namespace {

void print_takes(std::ostream& out, const Job& job) {
  out << fmt::format("{:>5}  {:>5}  {:<10}  {:<9}  setting\n", "take", "block", "split", "purpose");
  for (const PlannedTake& take : job.plan.takes) {
    out << fmt::format("{:>5}  {:>5}  {:<10}  {:<9}  {}\n", take.id, take.block + 1,
                       to_string(take.split), to_string(take.purpose),
                       describe(job.rig.knobs, take.setting));
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
  }
  return takes;
}

}  // namespace

void add_plan(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "plan", "settings, visiting order, coverage, time and disk of a plan; moves nothing");
  const auto file = std::make_shared<std::string>();
  const auto correlation = std::make_shared<std::optional<double>>();
  verb->add_option("plan", *file, "plan file (TOML)")->type_name(kFile)->required();
  verb->add_option("--allow-correlation", *correlation,
                   "accept a visiting order up to this |corr(time, knob)|");
  verb->callback([&shell, file, correlation] {
    shell.run = [&shell, file, correlation]() -> int {
      const Job job = load_job(*file, Devices::Real, *correlation);
      if (shell.json) {
        Json json = plan_summary_json(job);
        json["takes"] = takes_json(job);
        shell.front.out << indented_text(json) << '\n';
        return kOk;
      }
      print_takes(shell.front.out, job);
      shell.front.out << '\n' << plan_summary_text(job);
      return kOk;
    };
  });
}

}  // namespace ampsweep::rig::cli
