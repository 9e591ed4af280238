// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "analysis/noise_change.hpp"
#include "analysis/noise_figures.hpp"
#include "analysis/ripple.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/cli/noise_json.hpp"
#include "rig/cli/noise_text.hpp"

namespace ampsweep::rig::cli {
namespace {

struct NoiseArgs {
  std::string file;
  std::string after;
  int channel{1};
  double from_s{0.0};
  double to_s{0.0};  ///< 0: the end.
  double tone_hz{0.0};
};

/// One stretch of one channel of a file.
struct Stretch {
  std::vector<float> samples;
  SampleRate rate{0};
};

Stretch load_stretch(const std::string& file, const NoiseArgs& args) {
  WavAudio audio = require_wav(file);
  if (args.channel > audio.info.channels) {
    throw SetupError(
        SetupKind::Data,
        fmt::format("{} has {} channel(s), no channel {}", file, audio.info.channels, args.channel),
        "choose another with --channel");
  }
  const auto& all = audio.channels[static_cast<std::size_t>(args.channel - 1)];
  const auto length = static_cast<std::int64_t>(all.size());
  const auto from = samples(Seconds{args.from_s}, audio.rate()).value();
  const auto to = args.to_s > 0.0 ? samples(Seconds{args.to_s}, audio.rate()).value() : length;
  if (from >= to || to > length) {
    throw SetupError(
        SetupKind::Data,
        fmt::format("{} is {:.3f} s long and has no stretch from {} s to {} s", file,
                    seconds(SampleCount{length}, audio.rate()).value(), args.from_s, args.to_s),
        "choose --from-s and --to-s inside the file");
  }
  return {{all.begin() + from, all.begin() + to}, audio.rate()};
}

analysis::NoiseFigures noise_of(const std::string& file, const NoiseArgs& args) {
  const Stretch stretch = load_stretch(file, args);
  return require(analysis::measure_noise(stretch.samples, stretch.rate), file);
}

int analyze_ripple(const Shell& shell, const NoiseArgs& args) {
  const Stretch stretch = load_stretch(args.file, args);
  const auto ripple = require(
      analysis::measure_ripple(stretch.samples, stretch.rate, Hertz{args.tone_hz}), args.file);
  if (shell.json) {
    shell.front.out << ripple_json(ripple).dump(2) << '\n';
  } else {
    print_ripple(shell.front.out, ripple);
  }
  return kOk;
}

int analyze_noise(const Shell& shell, const NoiseArgs& args) {
  if (args.tone_hz > 0.0) return analyze_ripple(shell, args);
  const auto before = noise_of(args.file, args);
  nlohmann::ordered_json json = noise_json(before);
  if (!shell.json) print_noise(shell.front.out, before);
  if (!args.after.empty()) {
    const auto after = noise_of(args.after, args);
    const auto change = require(analysis::compare_noise(before, after), args.after);
    json["after"] = noise_json(after);
    json["change"] = noise_change_json(change);
    if (!shell.json) print_noise_change(shell.front.out, before, after, change);
  }
  if (shell.json) shell.front.out << json.dump(2) << '\n';
  return kOk;
}

}  // namespace

void add_analyze_noise(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand("noise", "noise, hum and supply ripple of a recording");
  verb->footer(
      "Record the amp idle (nothing playing, 4 s or more): levels from 20 Hz to 20 kHz "
      "unweighted,\n"
      "A and ITU-R 468 (rms: no quasi-peak), each with and without the hum of the mains; hum line "
      "by\n"
      "line; third octaves. With --after the same of a second idle, and what changed.\n"
      "With --tone-hz the recording holds a steady tone instead: its sidebands at twice the mains\n"
      "and multiples show how the supply's ripple modulates the amp. 997 Hz keeps clear of hum.\n"
      "Levels are dBFS rms: 0 dBFS rms is a signal whose rms is full scale; a full-scale sine is\n"
      "-3.01. \"+-\" is one standard deviation from the length of the recording.");
  const auto args = std::make_shared<NoiseArgs>();
  verb->add_option("file", args->file, "idle recording, or one of a tone (WAV or FLAC)")
      ->required();
  auto* after = verb->add_option("--after", args->after, "a second idle to hold against the first");
  verb->add_option("--channel", args->channel, "which channel, from 1")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_option("--from-s", args->from_s, "where the stretch begins")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  verb->add_option("--to-s", args->to_s, "where it ends (else: with the file)")
      ->check(CLI::PositiveNumber);
  verb->add_option("--tone-hz", args->tone_hz, "measure ripple beside a tone of this frequency")
      ->check(CLI::PositiveNumber)
      ->excludes(after);
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return analyze_noise(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
