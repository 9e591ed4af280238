// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "analysis/delay.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"

namespace ampsweep::rig::cli {
namespace {

using Json = nlohmann::ordered_json;

int analyze_delay(const Shell& shell, const FilePair& files) {
  const LoadedPair pair = load(files);
  const auto delay =
      require(analysis::estimate_delay(pair.stimulus.channels.at(0), pair.recording.channels.at(0),
                                       pair.stimulus.rate()),
              files.recording);
  if (shell.json) {
    const Json json{{"schema", "ampsweep-delay-1"},
                    {"sample_rate_hz", pair.stimulus.rate().value()},
                    {"delay_samples", delay.delay_samples},
                    {"delay_sigma_samples", delay.delay_sigma_samples},
                    {"polarity", delay.polarity},
                    {"ac_corner_hz", delay.ac_corner_hz},
                    {"gain_db", delay.gain_db},
                    {"snr_db", delay.snr_db}};
    shell.front.out << json.dump(2) << '\n';
  } else {
    shell.front.out << fmt::format(
        "delay      {:.5f} samples +- {:.5f} (matched filter, AC coupling removed)\n"
        "polarity   {}\nAC corner  {:.2f} Hz\ngain       {:.2f} dB\nSNR        {:.1f} dB\n",
        delay.delay_samples, delay.delay_sigma_samples,
        delay.polarity > 0   ? "normal"
        : delay.polarity < 0 ? "inverted"
                             : "unsure",
        delay.ac_corner_hz, delay.gain_db, delay.snr_db);
  }
  return kOk;
}

}  // namespace

void add_analyze_delay(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand("delay", "delay, polarity and AC coupling of a recording");
  const auto pair = std::make_shared<FilePair>();
  add_file_pair(*verb, *pair);
  verb->callback(
      [&shell, pair] { shell.run = [&shell, pair] { return analyze_delay(shell, *pair); }; });
}

}  // namespace ampsweep::rig::cli
