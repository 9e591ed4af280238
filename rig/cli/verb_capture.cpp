// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "rig/capture/session.hpp"
#include "rig/cli/capture_view.hpp"
#include "rig/cli/job.hpp"
#include "rig/cli/plan_summary.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/cli/version.hpp"
#include "rig/dataset/dataset_reader.hpp"

namespace ampsweep::rig::cli {
namespace {

struct CaptureArgs {
  std::string plan;
  std::string out;
  bool resume{false};
  bool dry_run{false};
  bool simulate{false};
  bool freewheel{false};
  bool yes{false};
  bool no_tap_guard{false};
  std::optional<double> allow_correlation;
};

int exit_code(const SessionSummary& summary) {
  if (!summary.ended_by) return summary.complete() ? kOk : kGateFailed;
  switch (summary.ended_by->code) {
    case FaultCode::Stopped:
      return kInterrupted;
    case FaultCode::DiskFull:
    case FaultCode::WriteFailed:
      return kData;
    default:
      return kSafety;
  }
}

DatasetWriter open_writer(const CaptureArgs& args, const Job& job) {
  if (args.resume) return DatasetWriter::resume(args.out, job.plan, job.rig, job.stimulus);
  return DatasetWriter::create(args.out, job.plan, job.rig, job.stimulus,
                               std::string("ampsweep ") + kVersion);
}

int run_capture(const Shell& shell, const CaptureArgs& args) {
  const Devices devices = args.simulate ? Devices::Simulated : Devices::Real;
  Job job = load_job(args.plan, devices, args.allow_correlation);
  if (args.no_tap_guard) job.rig.safety.tap_guard = false;
  if (args.dry_run) {
    shell.front.out << (shell.json ? plan_summary_json(job).dump() + "\n" : plan_summary_text(job));
    return kOk;
  }
  if (args.out.empty()) {
    throw SetupError(SetupKind::Usage, "capture needs a folder to write to", "add --out DIR");
  }
  if (!shell.quiet) shell.front.err << plan_summary_text(job);

  const bool simulated = job.rig.audio.api == AudioApi::Simulated;
  Bench bench =
      simulated ? shell.front.simulated_bench(job.rig)
                : shell.front.real_bench(job.rig, args.yes ? Answers::AlwaysYes : Answers::Person);
  const Expectations expected =
      args.resume ? established_by(open_dataset(args.out)) : Expectations{};
  DatasetWriter writer = open_writer(args, job);
  if (args.no_tap_guard) (void)writer.event("safety", "tap guard disabled on the command line");

  CaptureView view{shell};
  const SessionParts parts{job.rig, job.plan, job.stimulus, bench, writer, expected};
  SessionOptions options;
  options.freewheel = args.freewheel;
  const SessionSummary summary = run_session(
      parts, options, [&view](const SessionSnapshot& snapshot) { view.show(snapshot); },
      shell.front.stop);
  view.finish(summary, args.out);
  return exit_code(summary);
}

}  // namespace

void add_capture(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "capture", "play every take of a plan, align it, label it and write the dataset");
  verb->footer("Ctrl-C ramps the output down and leaves a dataset that --resume goes on with.");
  const auto args = std::make_shared<CaptureArgs>();
  verb->add_option("plan", args->plan, "plan file (TOML); it names its rig")->required();
  verb->add_option("--out", args->out, "dataset folder to write");
  verb->add_flag("--resume", args->resume, "go on with the dataset in --out");
  verb->add_flag("--dry-run", args->dry_run, "show time and disk, move and play nothing");
  verb->add_flag("--simulate", args->simulate, "simulated interface, amp, load and knobs");
  verb->add_flag("--freewheel", args->freewheel, "JACK with software amps: as fast as it can");
  verb->add_flag("--yes", args->yes, "answer the arming check-list with yes (recorded)");
  verb->add_option("--allow-correlation", args->allow_correlation,
                   "accept a visiting order up to this |corr(time, knob)|");
  verb->add_flag("--disable-tap-guard-i-watch-the-load-myself", args->no_tap_guard,
                 "do not mute when the tap leaves its prediction (recorded)");
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return run_capture(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
