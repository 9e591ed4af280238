// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "rig/capture/job.hpp"
#include "rig/cli/plan_summary.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/cli/watched_job.hpp"
#include "rig/dataset/json.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::cli {
namespace {

struct CaptureArgs {
  std::string plan;
  WatchOptions watch;
  bool dry_run{false};
  bool simulate{false};
  std::optional<double> allow_correlation;
};

int run_capture(const Shell& shell, const CaptureArgs& args) {
  const Devices devices = args.simulate ? Devices::Simulated : Devices::Real;
  Job job = load_job(args.plan, devices, args.allow_correlation);
  if (args.dry_run) {
    shell.front.out << (shell.json ? compact_text(plan_summary_json(job)) + "\n"
                                   : plan_summary_text(job));
    return kOk;
  }
  if (args.watch.run.out.empty()) {
    throw SetupError(SetupKind::Usage, "capture needs a folder to write to", "add --out DIR");
  }
  return exit_code(run_watched(shell, job, args.watch));
}

}  // namespace

void add_capture(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "capture", "play every take of a plan, align it, label it and write the dataset");
  verb->footer("Ctrl-C ramps the output down and leaves a dataset that --resume goes on with.");
  const auto args = std::make_shared<CaptureArgs>();
  verb->add_option("plan", args->plan, "plan file (TOML); it names its rig")
      ->type_name(kFile)
      ->required();
  verb->add_option("--out", args->watch.run.out, "dataset folder to write")->type_name(kFolder);
  verb->add_flag("--resume", args->watch.run.resume, "go on with the dataset in --out");
  verb->add_flag("--dry-run", args->dry_run, "show time and disk, move and play nothing");
  verb->add_flag("--simulate", args->simulate, "simulated interface, amp, load and knobs");
  verb->add_flag("--freewheel", args->watch.run.freewheel,
                 "JACK with software amps: as fast as it can");
  verb->add_flag("--yes", args->watch.yes, "answer the arming check-list with yes (recorded)");
  verb->add_option("--allow-correlation", args->allow_correlation,
                   "accept a visiting order up to this |corr(time, knob)|");
  verb->add_flag("--disable-tap-guard-i-watch-the-load-myself", args->watch.run.no_tap_guard,
                 "do not mute when the tap leaves its prediction (recorded)");
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return run_capture(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
