// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "rig/capture/serve_panama.hpp"
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
  bool simulate{false};
  int rounds{0};
  double poll_s{2.0};
};

/// False when a stop came.
bool waited(double seconds_long, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock{mutex};
  never.wait_for(lock, stop, std::chrono::duration<double>{seconds_long}, [] { return false; });
  return !stop.stop_requested();
}

class PanamaServer {
 public:
  PanamaServer(const Shell& shell, PanamaArgs args) : shell_(shell), args_(std::move(args)) {}

  int run() {
    check_panama_desk(args_.desk);
    say("waiting for " + (args_.desk.out / "active_learning_inputs/new_points.json").string());
    for (int served = 0; args_.rounds == 0 || served < args_.rounds;) {
      const auto round = panama_round(args_.desk);
      const bool asks = round && !missing_sounds(args_.desk, *round).empty();
      if (!asks || given_up(*round)) {
        if (!waited(args_.poll_s, shell_.front.stop)) return kInterrupted;
        continue;
      }
      if (const int code = serve(*round); code != kOk) return code;
      ++served;
    }
    return kOk;
  }

 private:
  int serve(const PanamaRound& round) {
    std::vector<int> delivered = hand_over(round);
    auto missing = missing_sounds(args_.desk, round);
    int code = kOk;
    if (!missing.empty()) {
      PanamaJob job = panama_job(args_.desk);
      args_.watch.run.resume = job.resume;
      Shell watched = shell_;
      watched.json = false;  // a line of JSON is a round here
      const SessionSummary summary = run_watched(watched, job.job, args_.watch);
      code = exit_code(summary);
      for (const int index : hand_over(round)) delivered.push_back(index);
      missing = missing_sounds(args_.desk, round);
    }
    tell(round, delivered, missing);
    if (code == kGateFailed && args_.rounds == 0) {
      gave_up_on_ = indices(missing);  // not tried again until the trainer asks for something else
      return kOk;
    }
    return code;
  }

  std::vector<int> hand_over(const PanamaRound& round) {
    return deliver_sounds(args_.desk, round, missing_sounds(args_.desk, round));
  }

  static std::vector<std::pair<int, Setting>> indices(const std::vector<WantedPoint>& points) {
    std::vector<std::pair<int, Setting>> all;
    for (const WantedPoint& one : points) all.emplace_back(one.point.index, one.setting);
    return all;
  }
  bool given_up(const PanamaRound& round) const {
    return !gave_up_on_.empty() && indices(missing_sounds(args_.desk, round)) == gave_up_on_;
  }

  void tell(const PanamaRound& round, const std::vector<int>& delivered,
            const std::vector<WantedPoint>& missing) const {
    const std::string other = other_input(args_.desk);
    if (!other.empty()) {
      say("warning: the trainer trains on " + other + ", but the takes belong to " +
          (args_.desk.dataset / "input.wav").string() + ": make that its x_path");
    }
    std::vector<int> still;
    for (const WantedPoint& one : missing) still.push_back(one.point.index);
    if (shell_.json) {
      shell_.front.out << compact_text(
                              {{"schema", "ampsweep-serve-panama-1"},
                               {"points", round.wanted.size()},
                               {"delivered", delivered},
                               {"missing", still},
                               {"other_input", other.empty() ? Json(nullptr) : Json(other)}})
                       << std::endl;
      return;
    }
    shell_.front.out << fmt::format("{} of {} points delivered", delivered.size(),
                                    round.wanted.size());
    if (!still.empty()) shell_.front.out << fmt::format(", {} are missing", still.size());
    shell_.front.out << std::endl;
  }

  void say(const std::string& text) const {
    if (!shell_.quiet) shell_.front.err << text << '\n';
  }

  const Shell& shell_;
  PanamaArgs args_;
  std::vector<std::pair<int, Setting>> gave_up_on_;
};

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
  verb->add_option("--rounds", args->rounds, "end after so many; 0: goes on until Ctrl-C")
      ->check(CLI::Range(0, 1000000))
      ->capture_default_str();
  verb->add_option("--poll-s", args->poll_s, "how often the folder is looked at")
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
    shell.run = [&shell, args] { return PanamaServer{shell, *args}.run(); };
  });
}

}  // namespace

void add_serve(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand("serve", "record what a trainer asks for, as it asks for it");
  verb->require_subcommand(1);
  add_panama(*verb, shell);
}

}  // namespace ampsweep::rig::cli
