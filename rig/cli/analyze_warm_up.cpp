// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <ostream>
#include <string>

#include "rig/cli/analyze.hpp"
#include "rig/cli/progress_line.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/measure/warm_up_output.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::cli {
namespace {

struct WarmUpArgs {
  std::string dataset;
  double hz{1000.0};
  double window_min{3.0};
};

int analyze_warm_up(const Shell& shell, const WarmUpArgs& args) {
  const Dataset dataset = open_dataset(args.dataset);
  ProgressLine line{shell};
  const auto series = reference_readings(
      dataset, Hertz{args.hz},
      [&line](int done, int total) { line.show("reading", done, total, ""); }, shell.front.stop);
  line.finish();
  if (!series) throw SetupError(SetupKind::Data, series.error().detail, "");
  if (series->readings.empty()) {
    throw SetupError(SetupKind::Data, "no accepted take stands at the reference setting",
                     "a plan with reference takes ([order] blocks), or measure --repeat N");
  }
  analysis::StabilityLimits limits;
  limits.window = Seconds{60.0 * args.window_min};
  const auto verdict = analysis::warm_up(series->readings, limits);
  if (shell.json) {
    shell.front.out << indented_text(warm_up_json(*series, verdict)) << '\n';
  } else {
    print_warm_up(shell.front.out, *series, verdict);
  }
  return kOk;
}

}  // namespace

void add_analyze_warm_up(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand(
      "warm-up", "gain, THD and delay of the reference takes against time: is the amp warm?");
  verb->footer(
      "Reads the takes of a dataset at its reference setting, in order of time: those a plan's\n"
      "blocks bring along, or the repeats of `measure RIG.toml --set ... --repeat N`. An amp "
      "counts "
      "as\nwarm when gain moves by less than 0.02 dB a minute, THD by less than 0.1 dB and the "
      "delay "
      "by\nless than 0.01 sample over the window, shown beyond two sigma of their own scatter.");
  const auto args = std::make_shared<WarmUpArgs>();
  verb->add_option("dataset", args->dataset, "dataset folder")->type_name(kFolder)->required();
  verb->add_option("--frequency-hz", args->hz, "where gain and THD are read off the sweep")
      ->check(CLI::Range(30.0, 10000.0))
      ->capture_default_str();
  verb->add_option("--window-min", args->window_min, "the last stretch that is judged")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return analyze_warm_up(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
