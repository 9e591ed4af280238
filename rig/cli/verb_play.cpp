// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <utility>

#include "rig/cli/progress_line.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/heard_sound.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/session_lookout.hpp"
#include "rig/plan/rig_file.hpp"

namespace ampsweep::rig::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kPoll = 20ms;

struct PlayArgs {
  std::string dir;
  WhichSound which;
  std::string monitor;
  std::string rig;
  double gain_db{-12.0};
  bool simulate{false};
};

[[noreturn]] void refuse_running(const std::string& dir) {
  throw SetupError(SetupKind::Data,
                   "a session runs in " + dir + ": listening is off while a rig is armed",
                   "again when it has ended (`ampsweep status " + dir + "`)");
}

/// What must not be played into: the rig that made the dataset, and the one that is wired now.
std::vector<AudioSpec> rigs_of(const Dataset& dataset, const std::string& rig_file) {
  std::vector<AudioSpec> rigs{dataset.rig.audio};
  if (!rig_file.empty()) rigs.push_back(load_rig(rig_file).audio);
  return rigs;
}

MonitorChoice choice_of(const PlayArgs& args, const std::vector<AudioSpec>& rigs) {
  if (args.simulate) {
    throw SetupError(SetupKind::Usage, "There is no simulated monitor: nobody would hear it.",
                     "--monitor with a real device, without --simulate");
  }
  MonitorChoice choice = monitor_choice(args.monitor);
  if (choice.api == AudioApi::Jack && rigs.back().api == AudioApi::Jack) {
    choice.server = rigs.back().server;
  }
  return choice;
}

/// Plays to the end, or to a stop; throws when the stream fails or a session begins.
MonitorStatus play_out(const Shell& shell, const PlayArgs& args, Monitor& monitor,
                       const HeardSound& heard, SampleRate rate) {
  ProgressLine line{shell};
  const SampleCount length{static_cast<std::int64_t>(heard.samples.size())};
  const int total = static_cast<int>(std::ceil(seconds(length, rate).value()));
  const SessionLookout session{args.dir};
  while (true) {
    MonitorStatus status = monitor.poll();
    if (status.fault) throw SetupError(SetupKind::Device, status.fault->detail, "playing it again");
    if (status.state != PlayState::Playing && status.state != PlayState::Idle) {
      if (session.begun()) refuse_running(args.dir);
      return status;
    }
    if (session.begun() || shell.front.stop.stop_requested()) monitor.stop();
    const auto heard_s = static_cast<int>(seconds(status.position, rate).value());
    line.show("playing " + heard.file, heard_s, total, "s");
    std::this_thread::sleep_for(kPoll);
  }
}

int run_play(const Shell& shell, const PlayArgs& args) {
  const Dataset dataset = open_dataset(args.dir);
  if (dataset.in_use) refuse_running(args.dir);
  const auto rigs = rigs_of(dataset, args.rig);
  const MonitorChoice choice = choice_of(args, rigs);
  const HeardSound heard = heard_sound(dataset, args.which);
  if (!shell.front.monitor) {
    throw SetupError(SetupKind::Device, "This program has no monitor to play on.", "ampsweep play");
  }
  const auto monitor = shell.front.monitor(choice, rigs);
  if (auto begun = monitor->play({heard.samples, dataset.rate, Decibels{args.gain_db}}); !begun) {
    throw SetupError(SetupKind::Device, begun.error().detail, "playing it again");
  }
  const MonitorStatus end = play_out(shell, args, *monitor, heard, dataset.rate);
  const bool whole = end.state == PlayState::Complete;
  const double played_s = seconds(end.position, dataset.rate).value();
  if (shell.json) {
    const Json json{{"schema", "ampsweep-play-1"},
                    {"dir", args.dir},
                    {"take", args.which.take},
                    {"attempt", heard.attempt},
                    {"file", heard.file},
                    {"channel", heard.channel.empty() ? Json(nullptr) : Json(heard.channel)},
                    {"monitor", to_string(choice)},
                    {"gain_db", args.gain_db},
                    {"sample_rate_hz", dataset.rate.value()},
                    {"played_s", played_s},
                    {"complete", whole}};
    shell.front.out << indented_text(json) << '\n';
  } else {
    shell.front.out << fmt::format("played {:.1f} s of {}{}\n", played_s, heard.file,
                                   whole ? "" : ", then stopped");
  }
  return whole ? kOk : kInterrupted;
}

}  // namespace

void add_play(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand("play", "listen to a take on a monitor that is no rig output");
  verb->footer(
      "There is no default monitor: it may be the amp. What the rig of the dataset (and --rig) "
      "plays\n"
      "through is refused. The monitor must run at the dataset's sample rate: nothing is "
      "resampled.\n"
      "Ctrl-C ramps it down.");
  const auto args = std::make_shared<PlayArgs>();
  verb->add_option("dir", args->dir, "dataset folder")->type_name(kFolder)->required();
  verb->add_option("--take", args->which.take, "which one, as in takes/NNNNN.wav")->required();
  verb->add_option("--attempt", args->which.attempt, "another than the accepted one");
  verb->add_option("--raw", args->which.raw_channel,
                   "a channel as it was recorded, by the name of the rig's input");
  verb->add_option("--monitor", args->monitor, "jack:PORT,PORT or alsa:hw:NAME");
  verb->add_option("--gain-db", args->gain_db, "-80 to 0")->capture_default_str();
  verb->add_option("--rig", args->rig,
                   "rig file of what is wired now, when it is not the dataset's")
      ->type_name(kFile);
  verb->add_flag("--simulate", args->simulate,
                 "refused: a simulated monitor would be heard by nobody");
  verb->callback([&shell, args] { shell.run = [&shell, args] { return run_play(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
