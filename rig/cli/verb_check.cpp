// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "rig/capture/job.hpp"
#include "rig/capture/preflight.hpp"
#include "rig/cli/preflight_text.hpp"
#include "rig/cli/progress_line.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/json.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/save_calibration.hpp"

namespace ampsweep::rig::cli {
namespace {

struct CheckArgs {
  std::string rig;
  std::string plan;
  bool simulate{false};
  bool offset{false};
  bool keep{false};
  bool freewheel{false};
  bool yes{false};
  std::vector<std::string> through;  ///< JACK ports of the pass-through: its input, its output.
};

/// The rig with the amp's ports swapped for those of a pass-through client.
Rig through(Rig rig, const std::vector<std::string>& ports) {
  if (ports.empty()) return rig;
  rig.audio.outputs.at(0).port = ports.at(0);
  rig.audio.inputs.at(0).port = ports.at(1);
  return rig;
}

void ask_for_cable(const CheckArgs& args, const Shell& shell, Operator& person) {
  if (!args.through.empty() || args.simulate) return;
  const auto answer = person.confirm(
      Operator::Question::CheckList, "Measure the loopback offset",
      {"A cable joins the amp send to the amp return: no amp, no load box in between"},
      shell.front.stop);
  if (answer == Operator::Answer::Yes) return;
  throw SetupError(SetupKind::Safety, "the loopback offset was not measured",
                   "put the cable in and confirm");
}

/// The plan whose sound is to be foretold; it must be of the rig that is checked.
std::optional<Job> plan_of(const CheckArgs& args, const Rig& rig) {
  if (args.plan.empty()) return std::nullopt;
  Job job = load_job(args.plan, args.simulate ? Devices::Simulated : Devices::Real, 1.0);
  if (job.rig.hash == rig.hash) return job;
  throw SetupError(SetupKind::Usage, args.plan + " is a plan of another rig: " + job.rig.file,
                   "check that one");
}

int run_check(const Shell& shell, const CheckArgs& args) {
  const Rig rig_on_disk = load_rig(args.rig);
  Rig rig = on_devices(rig_on_disk, args.simulate ? Devices::Simulated : Devices::Real);
  const std::optional<Job> plan = plan_of(args, rig);
  if (args.offset) {
    rig = through(std::move(rig), args.through);
    rig = with_cable(std::move(rig));
  }
  // What is about to be replaced is no measure of what is found.
  if (args.offset || args.keep) rig.calibration.loopback_gain_db.reset();
  Bench bench = rig.audio.api == AudioApi::Simulated
                    ? shell.front.simulated_bench(rig)
                    : shell.front.real_bench(rig, args.yes ? Answers::AlwaysYes : Answers::Person);
  if (args.offset) ask_for_cable(args, shell, *bench.person);
  ProgressLine line{shell};
  PreflightWish wish;
  wish.in_place = args.offset ? InPlaceOfAmp::Cable : InPlaceOfAmp::Amp;
  wish.freewheel = args.freewheel;
  if (plan) {
    wish.forecast.emplace(plan->stimulus, plan->plan.reference, settings_of(plan->plan));
  }
  const PreflightReport report = preflight(
      rig, bench, wish,
      [&line](const SessionSnapshot& snapshot) {
        if (snapshot.state == SessionState::Arming) return;  // the check-list is asked there
        line.show(to_string(snapshot.state), static_cast<int>(100.0 * snapshot.take_position), 100,
                  "");
      },
      shell.front.stop);
  line.finish();
  if (args.offset || args.keep || !rig.calibration.loopback_gain_db) {
    if (report.ok() && !args.simulate) {
      save_calibration(args.rig,
                       calibration_from(report, rig_on_disk.calibration, bench.clock->utc()));
      if (!shell.quiet) shell.front.err << "calibration written to " << args.rig << '\n';
    }
  }
  if (shell.json) {
    shell.front.out << indented_text(preflight_json(report)) << '\n';
  } else {
    print_preflight(shell.front.out, report);
  }
  return report.ok() ? kOk : kGateFailed;
}

}  // namespace

void add_check(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "check", "preflight: load, levels, loopback and its offset, noise, polarity, stability");
  verb->footer(
      "The loopback level is kept in the rig file's [calibration] the first time; --recalibrate\n"
      "replaces it. --offset measures how much later the amp's path is than the loopback's.");
  const auto args = std::make_shared<CheckArgs>();
  verb->add_option("rig", args->rig, "rig file (TOML)")->type_name(kFile)->required();
  auto* plan =
      verb->add_option("--plan", args->plan,
                       "also tell how loud this plan's sound will come back, and where it would be "
                       "silent")
          ->type_name(kFile);
  verb->add_flag("--simulate", args->simulate, "on the simulated bench; writes nothing");
  verb->add_flag("--offset", args->offset, "a cable stands in the amp's place: measure the offset")
      ->excludes(plan);
  verb->add_option("--through", args->through, "JACK: IN OUT ports of a pass-through client")
      ->expected(2);
  verb->add_flag("--recalibrate", args->keep, "replace the kept loopback level");
  verb->add_flag("--freewheel", args->freewheel, "JACK with software amps: as fast as it can");
  verb->add_flag("--yes", args->yes, "answer the arming check-list with yes");
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return run_check(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
