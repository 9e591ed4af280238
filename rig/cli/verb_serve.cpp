// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "rig/capture/panama_server.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/cli/watched_job.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig::cli {
namespace {

constexpr const char* kPanamaHelp =
    R"(Waits for OUT/active_learning_inputs/new_points.json, turns the knobs to every point, records and
aligns it, and puts 0000.wav, 0001.wav ... and knobs.json beside it; then waits for the next round.
Everything goes into the dataset as well: Ctrl-C loses nothing, and the same command goes on. The
trainer must train on the dataset's input.wav.)";

struct PanamaArgs {
  PanamaDesk desk;
  WatchOptions watch;
  PanamaServing serving;
  bool simulate{false};
};

void tell(const Shell& shell, const PanamaDesk& desk, const PanamaTold& told) {
  const std::string warning = input_warning(desk, told);
  if (!warning.empty() && !shell.quiet) shell.front.err << "warning: " << warning << '\n';
  if (!shell.json) {
    shell.front.out << told_text(told) << std::endl;
    return;
  }
  shell.front.out << compact_text(
                         {{"schema", "ampsweep-serve-panama-1"},
                          {"points", told.points},
                          {"delivered", told.delivered},
                          {"missing", told.missing},
                          {"other_input", told.other_input.empty() ? Json(nullptr)
                                                                   : Json(told.other_input)}})
                  << std::endl;
}

int run_panama(const Shell& shell, const PanamaArgs& args) {
  PanamaServing serving = args.serving;
  serving.record = [&](PanamaJob& job) {
    WatchOptions watch = args.watch;
    watch.run.resume = job.resume;
    Shell watched = shell;
    watched.json = false;  // a line of JSON is a round here
    return run_watched(watched, job.job, watch);
  };
  serving.tell = [&](const PanamaTold& told) { tell(shell, args.desk, told); };
  serving.wait = [&] {
    if (shell.quiet) return;
    shell.front.err << "waiting for "
                    << (args.desk.out / "active_learning_inputs/new_points.json").string() << '\n';
  };
  const PanamaEnd end = serve_panama(args.desk, serving, shell.front.stop);
  if (end.cut_short) return exit_code(*end.cut_short);
  return end.stopped ? kInterrupted : kOk;
}

void add_panama(CLI::App& serve, Shell& shell) {
  auto* verb = serve.add_subcommand("panama", "the rig as PANAMA's data collector");
  verb->footer(kPanamaHelp);
  const auto args = std::make_shared<PanamaArgs>();
  verb->add_option("dir", args->desk.out, "the trainer's output folder")
      ->type_name(kFolder)
      ->required();
  verb->add_option("plan", args->desk.plan, "plan file of kind \"panama\"; it names its rig")
      ->type_name(kFile)
      ->required();
  verb->add_option("--out", args->desk.dataset, "dataset folder that grows by every round")
      ->type_name(kFolder)
      ->required();
  verb->add_option("--rounds", args->serving.rounds, "end after so many; 0: goes on until Ctrl-C")
      ->check(CLI::Range(0, 1000000))
      ->capture_default_str();
  verb->add_option("--poll-s", args->serving.poll_s, "how often the folder is looked at")
      ->check(CLI::Range(0.05, 3600.0))
      ->capture_default_str();
  verb->add_flag("--simulate", args->simulate, "simulated interface, amp, load and knobs");
  verb->add_flag("--freewheel", args->watch.run.freewheel,
                 "JACK with software amps: as fast as it can");
  verb->add_flag("--yes", args->watch.yes, "answer the arming check-list with yes (recorded)");
  verb->callback([&shell, args] {
    args->desk.devices = args->simulate ? Devices::Simulated : Devices::Real;
    args->watch.run.out = args->desk.dataset.string();
    args->watch.takes_are_the_result = false;
    shell.run = [&shell, args] { return run_panama(shell, *args); };
  });
}

}  // namespace

void add_serve(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand("serve", "record what a trainer asks for, as it asks for it");
  verb->require_subcommand(1);
  add_panama(*verb, shell);
}

}  // namespace ampsweep::rig::cli
