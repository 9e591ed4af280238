// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <numbers>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "analysis/load_impedance.hpp"
#include "analysis/loudspeaker_fit.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/cli/two_channels.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig::cli {
namespace {

using analysis::ImpedancePoint;
using analysis::LoadMethod;

constexpr const char* kLoadMethodName = "local polynomial ratio of two channels, 1/48 octave";

struct LoadArguments {
  std::string recording;
  LoadMethod method{LoadMethod::Series};
  double resistor_ohm{0.0};
  TwoChannelNumbers channels;
  std::string match;
  std::string known;
  double known_ohm{0.0};
  bool fit{false};
};

struct MeasuredLoad {
  std::vector<ImpedancePoint> curve;
  std::optional<analysis::LoudspeakerFit> fit;
  TwoChannels taken;
};

const char* method_name(LoadMethod method) {
  return method == LoadMethod::Series ? "series" : "sense";
}

double phase_sigma_deg(const ImpedancePoint& point) {
  return point.sigma_ohms / point.magnitude() * 180.0 / std::numbers::pi;
}

MeasuredLoad measure_load(const LoadArguments& arguments) {
  MeasuredLoad load;
  load.taken = two_channels(arguments.recording, arguments.channels);
  analysis::LoadOptions options;
  std::optional<TwoChannels> match;
  std::optional<TwoChannels> known;
  if (!arguments.match.empty()) {
    match = two_channels(arguments.match, arguments.channels, load.taken.rate());
    options.match = match->view();
  }
  if (!arguments.known.empty()) {
    known = two_channels(arguments.known, arguments.channels, load.taken.rate());
    options.known = {known->view(), Ohms{arguments.known_ohm}};
  }
  load.curve =
      require(analysis::load_impedance(load.taken.view(), load.taken.rate(),
                                       {arguments.method, Ohms{arguments.resistor_ohm}}, options),
              arguments.recording);
  if (arguments.fit) load.fit = require(analysis::fit_loudspeaker(load.curve), arguments.recording);
  return load;
}

Json fit_json(const analysis::LoudspeakerFit& fit) {
  const auto& model = fit.model;
  return {{"method", "LR2, bounded Levenberg-Marquardt on relative error"},
          {"f0_hz", model.f0().value()},
          {"f0_sigma_hz", number_or_null(fit.f0_sigma.value())},
          {"qms", model.qms()},
          {"qms_sigma", number_or_null(fit.qms_sigma)},
          {"qes", model.qes()},
          {"qes_sigma", number_or_null(fit.qes_sigma)},
          {"qts", model.qts()},
          {"zmax_ohm", model.zmax().value()},
          {"re_ohm", model.re},
          {"re_sigma_ohm", number_or_null(fit.re_sigma.value())},
          {"res_ohm", model.res},
          {"ces_f", model.ces},
          {"les_h", model.les},
          {"l1_h", model.l1},
          {"l2_h", model.l2},
          {"r2_ohm", model.r2},
          {"residual_rms_percent", fit.residual.rms_percent},
          {"residual_most_percent", fit.residual.most_percent},
          {"residual_most_percent_at_hz", fit.residual.most_percent_at.value()},
          {"residual_most_deg", fit.residual.most_degrees},
          {"residual_most_deg_at_hz", fit.residual.most_degrees_at.value()}};
}

Json load_json(const LoadArguments& arguments, const MeasuredLoad& load) {
  Json json{{"schema", "ampsweep-load-1"},
            {"method", kLoadMethodName},
            {"jig", method_name(arguments.method)},
            {"resistor_ohm", arguments.resistor_ohm},
            {"matched", !arguments.match.empty()},
            {"known_resistor_ohm",
             number_or_null(arguments.known.empty() ? std::nan("") : arguments.known_ohm)}};
  add_taken(json, load.taken);
  for (const char* key : {"hz", "impedance_ohm", "impedance_sigma_ohm", "phase_deg",
                          "phase_sigma_deg", "coherence"}) {
    json[key] = Json::array();
  }
  for (const ImpedancePoint& point : load.curve) {
    json["hz"].push_back(point.frequency.value());
    json["impedance_ohm"].push_back(number_or_null(point.magnitude()));
    json["impedance_sigma_ohm"].push_back(number_or_null(point.sigma_ohms));
    json["phase_deg"].push_back(number_or_null(point.phase_deg()));
    json["phase_sigma_deg"].push_back(number_or_null(phase_sigma_deg(point)));
    json["coherence"].push_back(point.coherence);
  }
  if (load.fit) json["fit"] = fit_json(*load.fit);
  return json;
}

void print_curve(std::ostream& out, const std::vector<ImpedancePoint>& curve) {
  out << "        Hz     |Z| ohm  +- ohm     phase deg  +- deg   coherence\n";
  for (const ImpedancePoint& point : curve) {
    const long place = std::lround(48.0 * std::log2(point.frequency.value() / 1000.0));
    if (place % 16 != 0) continue;  // thirds of an octave
    out << fmt::format("{:10.1f}", point.frequency.value());
    out << (point.measured() ? fmt::format("{:12.3f}  {:<8.2g} {:11.2f}  {:<8.2g} {:.6f}\n",
                                           point.magnitude(), point.sigma_ohms, point.phase_deg(),
                                           phase_sigma_deg(point), point.coherence)
                             : std::string("           -  (doubt above 10 %)\n"));
  }
}

void print_fit(std::ostream& out, const analysis::LoudspeakerFit& fit) {
  const auto& m = fit.model;
  out << fmt::format(
      "fit        LR2 circuit, least squares on relative error\n"
      "f0         {:.2f} Hz +- {:.2g}\n"
      "Qms        {:.3f} +- {:.2g}\nQes        {:.3f} +- {:.2g}\nQts        {:.3f}\n"
      "Zmax       {:.2f} ohm\nRe         {:.3f} ohm +- {:.2g}\n"
      "Res        {:.2f} ohm   Ces {:.1f} uF   Les {:.3f} mH\n"
      "coil       L1 {:.4f} mH   L2 {:.4f} mH   R2 {:.2f} ohm\n"
      "residual   {:.2f} % rms; at most {:.2f} % ({:.0f} Hz), {:.2f} degrees ({:.0f} Hz)\n",
      m.f0().value(), fit.f0_sigma.value(), m.qms(), fit.qms_sigma, m.qes(), fit.qes_sigma, m.qts(),
      m.zmax().value(), m.re, fit.re_sigma.value(), m.res, 1e6 * m.ces, 1e3 * m.les, 1e3 * m.l1,
      1e3 * m.l2, m.r2, fit.residual.rms_percent, fit.residual.most_percent,
      fit.residual.most_percent_at.value(), fit.residual.most_degrees,
      fit.residual.most_degrees_at.value());
}

int analyze_load(const Shell& shell, const LoadArguments& arguments) {
  const MeasuredLoad load = measure_load(arguments);
  if (shell.json) {
    shell.front.out << indented_text(load_json(arguments, load)) << '\n';
    return kOk;
  }
  shell.front.out << fmt::format(
      "load       {} jig, {} ohm{}{} ({})\n", method_name(arguments.method), arguments.resistor_ohm,
      arguments.match.empty() ? "" : ", channels matched",
      arguments.known.empty() ? "" : ", scaled by a known resistor", kLoadMethodName);
  print_taken(shell.front.out, load.taken);
  print_curve(shell.front.out, load.curve);
  if (load.fit) print_fit(shell.front.out, *load.fit);
  return kOk;
}

constexpr const char* kLoadFooter =
    "series: source -> resistor -> load -> ground. Channel A hears the source side of the "
    "resistor,\n"
    "        channel B the load. A line output and 10 to 100 ohm will do.\n"
    "sense:  amp -> load -> 0.1 or 0.22 ohm -> ground. Channel A hears the amp's output, channel "
    "B\n"
    "        the small resistor, through equal pads.\n"
    "Play a sweep, noise or music, 2 s and more; silence before and after is not needed.\n"
    "--match takes out what the two inputs differ by, --known what the resistor's value is off.\n"
    "Ohms are as good as the resistor: a 1 % part gives 1 %.";

}  // namespace

void add_analyze_load(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand("load", "impedance of the connected load, from two channels");
  const auto arguments = std::make_shared<LoadArguments>();
  verb->footer(kLoadFooter);
  verb->add_option("recording", arguments->recording, "two-channel recording (WAV or FLAC)")
      ->type_name(kFile)
      ->required();
  const std::map<std::string, LoadMethod> methods{{"series", LoadMethod::Series},
                                                  {"sense", LoadMethod::Sense}};
  CLI::CheckedTransformer by_name(methods);
  by_name.description("series|sense");
  verb->add_option("--method", arguments->method, "how the load is wired, see below")
      ->required()
      ->transform(by_name);
  verb->add_option("--resistor-ohm", arguments->resistor_ohm, "the jig's resistor")
      ->required()
      ->check(CLI::PositiveNumber);
  add_two_channels(*verb, arguments->channels);
  verb->add_option("--match", arguments->match, "recording of both channels on one node")
      ->type_name(kFile);
  auto* known = verb->add_option("--known", arguments->known,
                                 "recording with a known resistor in place of the load")
                    ->type_name(kFile);
  verb->add_option("--known-ohm", arguments->known_ohm, "that resistor")
      ->check(CLI::PositiveNumber)
      ->needs(known);
  known->needs(verb->get_option("--known-ohm"));
  verb->add_flag("--fit", arguments->fit, "fit a loudspeaker circuit: f0, Q, Re");
  verb->callback([&shell, arguments] {
    shell.run = [&shell, arguments] { return analyze_load(shell, *arguments); };
  });
}

}  // namespace ampsweep::rig::cli
