// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "analysis/intermodulation.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/cli/stretch.hpp"
#include "rig/dataset/json.hpp"
#include "rig/measure/imd_output.hpp"

namespace ampsweep::rig::cli {
namespace {

struct ImdRequest {
  Stretch stretch;
  std::optional<double> f1_hz;
  std::optional<double> f2_hz;
};

int analyze_imd(const Shell& shell, const ImdRequest& request) {
  const LoadedStretch sound = load(request.stretch);
  std::pair<Hertz, Hertz> tones;
  if (request.f1_hz && request.f2_hz) {
    tones = {Hertz{*request.f1_hz}, Hertz{*request.f2_hz}};
  } else {
    tones = require(analysis::find_two_tones(sound.samples, sound.rate), request.stretch.file);
  }
  const auto imd = require(
      analysis::measure_intermodulation(sound.samples, sound.rate, tones.first, tones.second),
      request.stretch.file);
  if (shell.json) {
    shell.front.out << indented_text(imd_json(imd, sound.rate)) << '\n';
  } else {
    print_imd(shell.front.out, imd);
  }
  return kOk;
}

}  // namespace

void add_analyze_imd(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand(
      "imd", "intermodulation of two steady tones: SMPTE/DIN, CCIF/DFD, all products to order 5");
  verb->footer(
      "Arithmetic and rms conventions are told apart by name. Any pair does: 60 + 7000 Hz 4:1,\n"
      "19 + 20 kHz, or a musical one (110 + 165 Hz). Products that share a frequency are shown as\n"
      "one line.");
  const auto request = std::make_shared<ImdRequest>();
  add_stretch(*verb, request->stretch);
  auto* f1 = verb->add_option("--f1-hz", request->f1_hz, "one tone, to within 1 % (default: found)")
                 ->check(CLI::PositiveNumber);
  auto* f2 =
      verb->add_option("--f2-hz", request->f2_hz, "the other tone")->check(CLI::PositiveNumber);
  f1->needs(f2);
  f2->needs(f1);
  verb->callback([&shell, request] {
    shell.run = [&shell, request] { return analyze_imd(shell, *request); };
  });
}

}  // namespace ampsweep::rig::cli
