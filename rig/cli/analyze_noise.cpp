// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <optional>
#include <ostream>

#include "analysis/noise_change.hpp"
#include "analysis/noise_figures.hpp"
#include "analysis/ripple.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/cli/stretch.hpp"
#include "rig/dataset/json.hpp"
#include "rig/measure/noise_json.hpp"
#include "rig/measure/noise_text.hpp"

namespace ampsweep::rig::cli {
namespace {

struct NoiseArgs {
  Stretch stretch;
  std::string after;
  double tone_hz{0.0};
  double return_v{0.0};  ///< Volts RMS at full scale of the recording; 0: unknown.
};

analysis::NoiseFigures noise_of(const Stretch& stretch) {
  const LoadedStretch sound = load(stretch);
  return require(analysis::measure_noise(sound.samples, sound.rate), stretch.file);
}

int analyze_ripple(const Shell& shell, const NoiseArgs& args) {
  const LoadedStretch sound = load(args.stretch);
  const auto ripple = require(
      analysis::measure_ripple(sound.samples, sound.rate, Hertz{args.tone_hz}), args.stretch.file);
  if (shell.json) {
    shell.front.out << indented_text(ripple_json(ripple)) << '\n';
  } else {
    print_ripple(shell.front.out, ripple);
  }
  return kOk;
}

int analyze_noise(const Shell& shell, const NoiseArgs& args) {
  if (args.tone_hz > 0.0) return analyze_ripple(shell, args);
  const auto before = noise_of(args.stretch);
  std::optional<VoltsAt> volts;
  if (args.return_v > 0.0) volts = VoltsAt{Volts{args.return_v}, "return"};
  Json json = noise_json(before, volts);
  if (!shell.json) print_noise(shell.front.out, before, volts);
  if (!args.after.empty()) {
    Stretch second = args.stretch;
    second.file = args.after;
    const auto after = noise_of(second);
    const auto change = require(analysis::compare_noise(before, after), args.after);
    json["after"] = noise_json(after, volts);
    json["change"] = noise_change_json(change);
    if (!shell.json) print_noise_change(shell.front.out, before, after, change);
  }
  if (shell.json) shell.front.out << indented_text(json) << '\n';
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
  add_stretch(*verb, args->stretch);
  auto* after = verb->add_option("--after", args->after, "a second idle to hold against the first")
                    ->type_name(kFile);
  verb->add_option("--tone-hz", args->tone_hz, "measure ripple beside a tone of this frequency")
      ->check(CLI::PositiveNumber)
      ->excludes(after);
  verb->add_option("--volts-at-full-scale", args->return_v,
                   "RMS volts of a sine that reaches 0 dBFS peak in the recording: hum in mV")
      ->check(CLI::PositiveNumber);
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return analyze_noise(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
