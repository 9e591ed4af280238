// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>

#include "rig/cli/verbs.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/rig_json.hpp"
#include "rig/plan/amp_charts.hpp"

namespace ampsweep::rig::cli {
namespace {

struct AmpsArgs {
  std::string name;
  std::string port{"WRITE YOUR MIDI PORT HERE"};
  int channel{0};  ///< 0: as the amp leaves the factory.
};

Json to_json(const AmpChart& chart) {
  return {{"id", chart.id},         {"name", chart.name},   {"kind", chart.kind},
          {"source", chart.source}, {"notes", chart.notes}, {"knobs", rig::to_json(chart.knobs)}};
}

AmpChart connected(AmpChart chart, const AmpsArgs& args) {
  for (Knob& knob : chart.knobs) {
    auto& midi = std::get<MidiControl>(knob.control);
    midi.port = args.port;
    if (args.channel > 0) midi.channel = args.channel;
  }
  return chart;
}

void print_list(std::ostream& out) {
  for (const AmpChart& chart : amp_charts()) {
    out << fmt::format("{:<40} {:<7} {:>2} knobs  {}\n", chart.id, chart.kind, chart.knobs.size(),
                       chart.name);
  }
}

/// Comments first: whoever pastes it into a rig file keeps where the numbers come from.
void print_chart(std::ostream& out, const AmpChart& chart) {
  out << "# " << chart.name << "\n# source: " << chart.source << '\n';
  for (const std::string& note : chart.notes) out << "# " << note << '\n';
  out << "# Check it against your amp's own MIDI chart: turn one knob with `ampsweep knob RIG.toml "
         "set NAME VALUE`.\n\n"
      << knob_tables(chart.knobs);
}

int run_amps(const Shell& shell, const AmpsArgs& args) {
  std::ostream& out = shell.front.out;
  if (args.name.empty() && !shell.json) {
    print_list(out);
    return kOk;
  }
  Json json{{"schema", "ampsweep-amps-1"}, {"amps", Json::array()}};
  if (args.name.empty()) {
    for (const AmpChart& chart : amp_charts()) json["amps"].push_back(to_json(chart));
  } else {
    const AmpChart chart = connected(amp_chart_named(args.name), args);
    if (!shell.json) {
      print_chart(out, chart);
      return kOk;
    }
    json["amps"].push_back(to_json(chart));
  }
  out << indented_text(json) << '\n';
  return kOk;
}

}  // namespace

void add_amps(CLI::App& app, Shell& shell) {
  auto* verb =
      app.add_subcommand("amps", "amps, preamps and pedals whose knobs are known to hear MIDI");
  const auto args = std::make_shared<AmpsArgs>();
  verb->add_option(
      "name", args->name,
      "one of them, or a part of its name: prints its [[knob]] tables, ready for a rig");
  verb->add_option("--port", args->port, "MIDI port to put into them")->capture_default_str();
  verb->add_option("--channel", args->channel, "MIDI channel; else as the amp leaves the factory")
      ->check(CLI::Range(1, 16));
  verb->callback([&shell, args] { shell.run = [&shell, args] { return run_amps(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
