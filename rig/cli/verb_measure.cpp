// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "rig/capture/job.hpp"
#include "rig/cli/plan_summary.hpp"
#include "rig/cli/progress_line.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/cli/watched_job.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "rig/measure/measure_dataset.hpp"
#include "rig/measure/measurement_json.hpp"
#include "rig/measure/measurement_text.hpp"
#include "rig/measure/warm_up_output.hpp"
#include "rig/model/bench_volts.hpp"
#include "rig/plan/measurement_plan.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/plan/rig_file.hpp"

namespace ampsweep::rig::cli {
namespace {

constexpr const char* kMeasureHelp =
    R"(quick: half a minute of sweep, tones, SMPTE pair, level ladder and idle. full: two minutes with
more tones and pairs, finer ladders at 110 and 1000 Hz, tone bursts and a multisine. Knobs that
--set does not name stand in the middle of their travel. --over measures every setting of a plan
and tells what each knob does: dead, reversed and coarse ones are named. --repeat measures one
setting again and again and tells how the amp warms up. --out becomes a dataset: verify and report
work on it, and --again measures it anew without playing anything.)";

struct MeasureArgs {
  std::string rig;
  std::string set;
  std::string suite{"quick"};
  std::string over;
  double level_dbfs_peak{-12.0};
  int repeat{1};
  WatchOptions watch;
  bool simulate{false};
  bool dry_run{false};
  bool again{false};
};

Job measurement_job(const MeasureArgs& args) {
  Job job;
  const Rig named = load_rig(args.rig);
  job.rig = on_devices(named, args.simulate ? Devices::Simulated : Devices::Real);
  const MeasurementOrder order{*suite_named(args.suite), DbFsPeak{args.level_dbfs_peak},
                               args.repeat};
  job.plan = args.over.empty() ? measurement_plan(job.rig, setting_in_words(named, args.set), order)
                               : measured_over(load_plan(args.over, named), job.rig, order);
  job.stimulus = build_stimulus(job.plan.stimulus, job.rig.audio.rate);
  return job;
}

std::vector<MeasuredTakeRecord> measure_all(const Shell& shell, const Dataset& dataset) {
  ProgressLine line{shell};
  auto measured = measure_dataset(
      dataset, [&line](int done, int total) { line.show("measuring", done, total, ""); },
      shell.front.stop);
  line.finish();
  if (!measured) throw SetupError(SetupKind::Data, measured.error().detail, "");
  return std::move(*measured);
}

void print_all(const Shell& shell, const Dataset& dataset,
               const std::vector<MeasuredTakeRecord>& takes, const TakesTogether& all) {
  for (const MeasuredTakeRecord& take : takes) {
    if (all.warm_up && &take != &takes.back()) continue;  // the others are in measure/
    shell.front.out << fmt::format("take {}  {}\n", take.take->planned.id,
                                   describe(dataset.rig.knobs, take.take->planned.setting));
    print_measurement(shell.front.out, take.measured, bench_volts(dataset.rig));
    shell.front.out << '\n';
  }
  print_knobs(shell.front.out, all.knobs);
  if (all.warm_up) {
    print_warm_up(shell.front.out, *all.warm_up, analysis::warm_up(all.warm_up->readings));
  }
}

/// The documents, one object a line when there are several takes.
void print_json(const Shell& shell, const Dataset& dataset,
                const std::vector<MeasuredTakeRecord>& takes, const TakesTogether& all) {
  const auto line = [&](const Json& json) { shell.front.out << compact_text(json) << '\n'; };
  for (const MeasuredTakeRecord& take : takes) {
    line(measurement_json(take.measured, {dataset, *take.take->accepted()}));
  }
  if (!all.knobs.empty()) line(knobs_json(all.knobs));
  if (all.warm_up) line(warm_up_json(*all.warm_up, analysis::warm_up(all.warm_up->readings)));
}

void report_measurements(const Shell& shell, const std::string& dir) {
  const Dataset dataset = open_dataset(dir);
  const auto takes = measure_all(shell, dataset);
  const auto all = together(dataset, takes);
  if (!all) throw SetupError(SetupKind::Data, all.error().detail, "");
  const auto files = write_measurements(dataset, takes, *all);
  if (!files) throw SetupError(SetupKind::Data, files.error().detail, "free the disk");
  if (shell.json) {
    print_json(shell, dataset, takes, *all);
  } else {
    print_all(shell, dataset, takes, *all);
    for (const auto& file : *files) shell.front.out << file.string() << '\n';
  }
}

int run_measure(const Shell& shell, const MeasureArgs& args) {
  if (args.watch.run.out.empty()) {
    throw SetupError(SetupKind::Usage, "measure needs a folder to write to", "add --out DIR");
  }
  if (args.again) {
    report_measurements(shell, args.watch.run.out);
    return kOk;
  }
  Job job = measurement_job(args);
  if (args.dry_run) {
    shell.front.out << (shell.json ? compact_text(plan_summary_json(job)) + "\n"
                                   : plan_summary_text(job));
    return kOk;
  }
  // With --json stdout belongs to the measurement's documents.
  Shell session{shell.front, false, shell.quiet || shell.json, {}};
  const SessionSummary summary = run_watched(session, job, args.watch);
  if (summary.accepted > 0 && (!summary.ended_by || summary.complete())) {
    report_measurements(shell, args.watch.run.out);
  }
  return exit_code(summary);
}

}  // namespace

void add_measure(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "measure", "harmonics, THD, IMD, response, levels, dynamics and noise at a setting");
  verb->footer(kMeasureHelp);
  const auto args = std::make_shared<MeasureArgs>();
  args->watch.takes_are_the_result = false;
  verb->add_option("rig", args->rig, "rig file (TOML)")->type_name(kFile)->required();
  auto* set = verb->add_option("--set", args->set, "gain=5,treble=7: printed values");
  verb->add_option("--over", args->over, "plan file: its settings instead of --set")
      ->type_name(kFile)
      ->excludes(set);
  verb->add_option("--suite", args->suite, "how much to measure")
      ->check(CLI::IsMember({"quick", "full"}))
      ->capture_default_str();
  verb->add_option("--level-dbfs-peak", args->level_dbfs_peak, "of sweep, tones and ladder's top")
      ->check(CLI::Range(-60.0, 0.0))
      ->capture_default_str();
  verb->add_option("--repeat", args->repeat, "takes of the setting, to see the amp warm up")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str()
      ->excludes("--over");
  verb->add_option("--out", args->watch.run.out, "folder to write")->type_name(kFolder);
  verb->add_flag("--resume", args->watch.run.resume, "go on with the measurement in --out");
  verb->add_flag("--again", args->again, "measure the takes in --out again, play nothing");
  verb->add_flag("--dry-run", args->dry_run, "show time and disk, move and play nothing");
  verb->add_flag("--simulate", args->simulate, "simulated interface, amp, load and knobs");
  verb->add_flag("--freewheel", args->watch.run.freewheel,
                 "JACK with software amps: as fast as it can");
  verb->add_flag("--yes", args->watch.yes, "answer the arming check-list with yes (recorded)");
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return run_measure(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
