// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/cli/sweep_figures.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig::cli {
namespace {

const std::vector<float>& channel_of(const WavAudio& audio, int number, const std::string& file) {
  if (number < 1 || number > audio.info.channels) {
    throw SetupError(
        SetupKind::Data,
        fmt::format("{} has no channel {}: it has {}", file, number, audio.info.channels),
        "channels count from 1");
  }
  return audio.channels[static_cast<std::size_t>(number - 1)];
}

int analyze_sweep(const Shell& shell, const SweepRequest& request) {
  const LoadedPair pair = load(request.pair);
  SweepSounds sounds{pair.stimulus.channels.at(0),
                     channel_of(pair.recording, request.channel, request.pair.recording),
                     {}};
  LoadedPair looped;
  if (!request.loopback.empty()) {
    looped = load({request.pair.stimulus, request.loopback});
    sounds.loopback = looped.recording.channels.at(0);
  } else if (request.loopback_channel > 0) {
    sounds.loopback = channel_of(pair.recording, request.loopback_channel, request.pair.recording);
  }
  if (!shell.quiet && pair.recording.info.channels > 1) {
    shell.front.err << fmt::format("{}: channel {} of {}\n", request.pair.recording,
                                   request.channel, pair.recording.info.channels);
  }
  const SweepFigures figures = measure_sweep(request, sounds, pair.stimulus.rate());
  if (shell.json) {
    shell.front.out << indented_text(to_json(figures)) << '\n';
  } else {
    print_table(shell.front.out, figures);
  }
  return kOk;
}

}  // namespace

void add_analyze_sweep(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand(
      "sweep", "response, harmonics and THD against frequency from a recorded exponential sweep");
  verb->footer(
      "The stimulus is the file that was played: one exponential sweep at constant level, ours\n"
      "(synchronized) or anybody's (REW, a DAW plug-in): its law is read off the file. Let the\n"
      "recording run on for half a second after the sweep: its silence tells what noise hides.\n"
      "With a loopback recorded at the same time the linear response is free of the interface.\n"
      "Example: ampsweep analyze sweep --stimulus sweep.wav --recording amp.wav \\\n"
      "           --loopback loop.wav --hammerstein 5 --impulses ir/");
  const auto request = std::make_shared<SweepRequest>();
  add_file_pair(*verb, request->pair);
  verb->add_option("--channel", request->channel, "channel of the recording, from 1")
      ->capture_default_str();
  auto* loopback = verb->add_option("--loopback", request->loopback,
                                    "the stimulus as it came straight back, recorded at the same "
                                    "time: delay and linear response are taken against it")
                       ->type_name(kFile);
  verb->add_option("--loopback-channel", request->loopback_channel,
                   "the loopback is this channel of the recording, from 1")
      ->check(CLI::PositiveNumber)
      ->excludes(loopback);
  verb->add_option("--loopback-offset-samples", request->loopback_offset_samples,
                   "how much later a cable in the amp's place arrives than the loopback");
  verb->add_option("--from-hz", request->from_hz,
                   "where the sweep starts; only checked against the stimulus");
  verb->add_option("--to-hz", request->to_hz,
                   "where the sweep ends; only checked against the stimulus");
  verb->add_option("--orders", request->orders, "harmonics to separate")
      ->check(CLI::Range(1, 20))
      ->capture_default_str();
  verb->add_option("--hammerstein", request->powers,
                   "kernels of the powers 1 to N (5 is a good start), and what the model misses")
      ->check(CLI::Range(1, analysis::kMostPowers));
  verb->add_option("--impulses", request->impulses,
                   "folder for impulse responses as WAV: orders, linear, kernels")
      ->type_name(kFolder);
  verb->callback([&shell, request] {
    shell.run = [&shell, request] { return analyze_sweep(shell, *request); };
  });
}

}  // namespace ampsweep::rig::cli
