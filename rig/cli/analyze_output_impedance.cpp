// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <numbers>
#include <ostream>
#include <string>
#include <vector>

#include "analysis/output_impedance.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/cli/two_channels.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig::cli {
namespace {

using analysis::OutputImpedancePoint;

constexpr const char* kTwoLoadsName = "two loads, local polynomial ratio of two channels";

struct OutputArguments {
  std::vector<std::string> recordings;
  std::vector<double> resistors_ohm;
  TwoChannelNumbers channels;
  double load_ohm{8.0};
  int per_octave{3};
};

struct MeasuredOutput {
  TwoChannels first;
  TwoChannels second;
  std::vector<OutputImpedancePoint> points;
};

MeasuredOutput measure_output(const OutputArguments& arguments) {
  MeasuredOutput output;
  const auto& files = arguments.recordings;
  output.first = two_channels(files.at(0), arguments.channels);
  output.second = two_channels(files.at(1), arguments.channels, output.first.rate());
  const double top = std::min(20000.0, 0.45 * static_cast<double>(output.first.rate().value()));
  output.points =
      require(analysis::output_impedance(
                  {output.first.view(), Ohms{arguments.resistors_ohm.at(0)}},
                  {output.second.view(), Ohms{arguments.resistors_ohm.at(1)}}, output.first.rate(),
                  analysis::octave_grid(Hertz{20.0}, Hertz{top}, arguments.per_octave)),
              files.at(0) + ", " + files.at(1));
  return output;
}

double angle_deg(const OutputImpedancePoint& point) {
  return std::arg(point.ohms) * 180.0 / std::numbers::pi;
}

Json output_json(const OutputArguments& arguments, const MeasuredOutput& output) {
  Json json{{"schema", "ampsweep-output-impedance-1"},
            {"method", kTwoLoadsName},
            {"resistors_ohm", arguments.resistors_ohm},
            {"damping_load_ohm", arguments.load_ohm}};
  add_taken(json, output.first);
  for (const char* key :
       {"hz", "impedance_ohm", "impedance_sigma_ohm", "phase_deg", "damping_factor"}) {
    json[key] = Json::array();
  }
  for (const OutputImpedancePoint& point : output.points) {
    json["hz"].push_back(point.frequency.value());
    json["impedance_ohm"].push_back(number_or_null(point.magnitude()));
    json["impedance_sigma_ohm"].push_back(number_or_null(point.sigma_ohms));
    json["phase_deg"].push_back(number_or_null(angle_deg(point)));
    json["damping_factor"].push_back(
        number_or_null(point.damping_factor(Ohms{arguments.load_ohm})));
  }
  return json;
}

void print_output(std::ostream& out, const OutputArguments& arguments,
                  const MeasuredOutput& output) {
  out << fmt::format("output     {} and {} ohm ({})\n", arguments.resistors_ohm.at(0),
                     arguments.resistors_ohm.at(1), kTwoLoadsName);
  print_taken(out, output.first);
  print_taken(out, output.second);
  out << fmt::format("        Hz  |Zout| ohm  +- ohm     phase deg  damping factor at {} ohm\n",
                     arguments.load_ohm);
  for (const OutputImpedancePoint& point : output.points) {
    out << fmt::format("{:10.1f}", point.frequency.value());
    out << (std::isfinite(point.magnitude())
                ? fmt::format("{:12.3f}  {:<8.2g} {:11.2f}  {:14.3f}\n", point.magnitude(),
                              point.sigma_ohms, angle_deg(point),
                              point.damping_factor(Ohms{arguments.load_ohm}))
                : std::string("           -\n"));
  }
}

int analyze_output_impedance(const Shell& shell, const OutputArguments& arguments) {
  const MeasuredOutput output = measure_output(arguments);
  if (shell.json) {
    shell.front.out << indented_text(output_json(arguments, output)) << '\n';
  } else {
    print_output(shell.front.out, arguments, output);
  }
  return kOk;
}

constexpr const char* kOutputFooter =
    "Record the same quiet sound twice at one setting, first with one resistor as the load, then\n"
    "with another (8 and 16 ohm). Channel A is what went in (the loopback), channel B the output.\n"
    "Let the amp warm up first: between 8 and 16 ohm, 1 % of gain drift moves 30 ohm by 2.2 ohm.";

}  // namespace

void add_analyze_output_impedance(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand("output-impedance",
                                      "output impedance and damping factor, from two loads");
  const auto arguments = std::make_shared<OutputArguments>();
  verb->footer(kOutputFooter);
  verb->add_option("recordings", arguments->recordings, "one recording per load (WAV or FLAC)")
      ->type_name(kFile)
      ->required()
      ->expected(2);
  verb->add_option("--resistors-ohm", arguments->resistors_ohm, "R1,R2: the load of each recording")
      ->required()
      ->delimiter(',')
      ->expected(2)
      ->check(CLI::PositiveNumber);
  add_two_channels(*verb, arguments->channels);
  verb->add_option("--load-ohm", arguments->load_ohm, "load for which the damping factor is given")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_option("--per-octave", arguments->per_octave, "frequencies an octave")
      ->check(CLI::Range(1, 48))
      ->capture_default_str();
  verb->callback([&shell, arguments] {
    shell.run = [&shell, arguments] { return analyze_output_impedance(shell, *arguments); };
  });
}

}  // namespace ampsweep::rig::cli
