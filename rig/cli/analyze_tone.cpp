// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "analysis/tone.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/cli/stretch.hpp"
#include "rig/dataset/json.hpp"
#include "rig/measure/tone_output.hpp"

namespace ampsweep::rig::cli {
namespace {

struct ToneRequest {
  Stretch stretch;
  std::optional<double> fundamental_hz;
  int harmonics{10};
  double notch_q{2.0};
};

int analyze_tone(const Shell& shell, const ToneRequest& request) {
  const LoadedStretch sound = load(request.stretch);
  analysis::ToneOptions options{.harmonics = request.harmonics, .notch_q = request.notch_q};
  if (request.fundamental_hz) options.fundamental = Hertz{*request.fundamental_hz};
  const auto tone =
      require(analysis::measure_tone(sound.samples, sound.rate, options), request.stretch.file);
  if (shell.json) {
    shell.front.out << indented_text(tone_json(tone, sound.rate)) << '\n';
  } else {
    print_tone(shell.front.out, tone);
  }
  return kOk;
}

}  // namespace

void add_analyze_tone(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand(
      "tone", "harmonics, THD, THD+N, SINAD, SNR, noise and DC of one steady tone");
  verb->footer(
      "The tone need not fit the record: its frequency is fitted. Three periods are enough, one "
      "second is good;\nleave out attack and fade with --from-s and --to-s. Levels of harmonics "
      "are "
      "dBFS peak and dBc,\nphases cosine phases (0: crests with the fundamental); below its limit "
      "a "
      "harmonic is not measured.");
  const auto request = std::make_shared<ToneRequest>();
  add_stretch(*verb, request->stretch);
  verb->add_option("--fundamental-hz", request->fundamental_hz,
                   "the tone, to within 5 % (default: found)")
      ->check(CLI::PositiveNumber);
  verb->add_option("--harmonics", request->harmonics,
                   "highest order reported, the fundamental is 1")
      ->check(CLI::Range(1, 20))
      ->capture_default_str();
  verb->add_option("--notch-q", request->notch_q, "Q of the AES17 notch")
      ->check(CLI::Range(1.2, 3.0))
      ->capture_default_str();
  verb->callback([&shell, request] {
    shell.run = [&shell, request] { return analyze_tone(shell, *request); };
  });
}

}  // namespace ampsweep::rig::cli
