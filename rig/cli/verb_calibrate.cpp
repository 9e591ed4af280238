// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "rig/capture/calibrate_levels.hpp"
#include "rig/capture/job.hpp"
#include "rig/cli/calibrate_knob.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/json.hpp"
#include "rig/plan/rig_file.hpp"
#include "signals/calibration.hpp"

namespace ampsweep::rig::cli {
namespace {

constexpr const char* kLevelsHelp =
    R"(Finds [levels] output_full_scale_dbu and input_full_scale_dbu. You need a multimeter that reads AC
volts at the tone's frequency and, for the return, to plug the amp's end of the send cable into the
return input. Type readings as the meter shows them: 0.245, 245 mV, -9.5 dBu. For scripts,
--meter-volts and --return-volts give them beforehand, with --check two each.)";

struct CalibrateArgs {
  std::string rig;
  LevelsWish levels;
  double tone_hz{LevelsWish{}.tone.value()};
  double level_dbfs_peak{LevelsWish{}.level.value()};
  bool no_return{false};
  bool simulate{false};
  bool yes{false};
};

Json to_json(const std::vector<MeteredLevel>& readings) {
  Json list = Json::array();
  for (const MeteredLevel& reading : readings) {
    list.push_back({{"sent_dbfs_peak", reading.sent.value()},
                    {"volts_rms", reading.volts.value()},
                    {"level_dbu", dbu_of(reading.volts).value()},
                    {"sigma_db", reading.sigma.value()},
                    {"metered", reading.metered}});
  }
  return list;
}

void add(Json& json, const std::string& side, const std::optional<MeasuredFullScale>& found) {
  json[side + "_full_scale_dbu"] = found ? Json(found->full_scale.value()) : Json(nullptr);
  json[side + "_full_scale_sigma_db"] = found ? Json(found->sigma.value()) : Json(nullptr);
}

Json to_json(const LevelsReport& report, bool written) {
  Json json{{"schema", "ampsweep-calibrate-levels-1"},
            {"ok", report.ok()},
            {"written", written},
            {"tone_hz", report.tone.value()}};
  add(json, "output", report.output);
  add(json, "input", report.input);
  json["send"] = to_json(report.send);
  json["at_return"] = to_json(report.at_return);
  json["returned"] = Json::array();
  for (const ReturnedTone& tone : report.returned) {
    json["returned"].push_back({{"sent_dbfs_peak", tone.sent.value()},
                                {"level_dbfs_peak", tone.level.value()},
                                {"sigma_db", tone.sigma.value()},
                                {"thdn_db", tone.thdn.value()},
                                {"idle_dbfs_rms", tone.idle.value()}});
  }
  json["uncabled_return_dbfs_rms"] =
      report.uncabled ? Json(report.uncabled->value()) : Json(nullptr);
  json["gates"] = Json::array();
  for (const LevelGate& gate : report.gates) {
    json["gates"].push_back({{"name", gate.name},
                             {"value", gate.value},
                             {"low", gate.low},
                             {"high", gate.high},
                             {"unit", gate.unit},
                             {"passed", gate.passed()}});
  }
  return json;
}

void print(std::ostream& out, const std::string& side,
           const std::optional<MeasuredFullScale>& found) {
  if (!found) {
    out << side << "  not measured\n";
    return;
  }
  out << fmt::format("{}  {:+.3f} +- {:.3f} dBu at 0 dBFS peak ({:.4g} V rms)\n", side,
                     found->full_scale.value(), found->sigma.value(),
                     volts_of(found->full_scale).value());
}

void print(std::ostream& out, const LevelsReport& report) {
  print(out, "output full scale", report.output);
  print(out, "input full scale ", report.input);
  for (const ReturnedTone& tone : report.returned) {
    out << fmt::format(
        "return  {:.3f} dBFS peak of {:.3f} sent, THD+N {:.1f} dB, idle {:.1f} dBFS rms\n",
        tone.level.value(), tone.sent.value(), tone.thdn.value(), tone.idle.value());
  }
  if (!report.at_return.empty() && !report.at_return.front().metered) {
    out << "note    the return was not metered: if plugging it in lowers the voltage, the input's "
           "full scale is too high by as much\n";
  }
  for (const LevelGate& gate : report.gates) {
    out << fmt::format("{}  {:<18} {:.3f} (from {:g} to {:g}) {}\n",
                       gate.passed() ? "ok    " : "FAILED", gate.name, gate.value, gate.low,
                       gate.high, gate.unit);
  }
}

Bench bench_for(const Shell& shell, const Rig& rig, const CalibrateArgs& args) {
  if (rig.audio.api == AudioApi::Simulated) return shell.front.simulated_bench(rig);
  Rig without_knobs = rig;  // none is turned
  without_knobs.knobs.clear();
  return shell.front.real_bench(without_knobs, args.yes ? Answers::AlwaysYes : Answers::Person);
}

int run_levels(const Shell& shell, CalibrateArgs args) {
  args.levels.tone = Hertz{args.tone_hz};
  args.levels.level = DbFsPeak{args.level_dbfs_peak};
  args.levels.with_return = !args.no_return;
  Rig rig = on_devices(load_rig(args.rig), args.simulate ? Devices::Simulated : Devices::Real);
  if (rig.audio.api == AudioApi::Simulated) rig = with_simulated_cable(std::move(rig));
  Bench bench = bench_for(shell, rig, args);
  const LevelsReport report = calibrate_levels(rig, bench, args.levels, {}, shell.front.stop);
  const bool written = report.ok() && !args.simulate;
  if (written) save_levels(args.rig, {report.output, report.input, bench.clock->utc()});
  if (written && !shell.quiet) shell.front.err << "levels written to " << args.rig << '\n';
  if (shell.json) {
    shell.front.out << indented_text(to_json(report, written)) << '\n';
  } else {
    print(shell.front.out, report);
  }
  return report.ok() ? kOk : kGateFailed;
}

void add_levels(CLI::App& calibrate, Shell& shell, const std::shared_ptr<CalibrateArgs>& args) {
  auto* verb = calibrate.add_subcommand("levels", "full scales in dBu, with a multimeter");
  verb->footer(kLevelsHelp);
  verb->add_option("--tone-hz", args->tone_hz, "of the sine")
      ->check(CLI::Range(20.0, 2000.0))
      ->capture_default_str();
  verb->add_option("--level-dbfs-peak", args->level_dbfs_peak, "of the sine, at the output")
      ->check(CLI::Range(-60.0, 0.0))
      ->capture_default_str();
  verb->add_flag("--amp-connected", args->levels.amp_connected,
                 "the meter stands across the amp's input, not across a free plug");
  verb->add_flag("--check", args->levels.check, "again 10 dB lower: within 0.1 dB or refused");
  verb->add_flag("--no-return", args->no_return, "the output's full scale only");
  verb->add_option("--meter-volts", args->levels.send_readings,
                   "what the meter reads at the send, instead of asking");
  verb->add_option("--return-volts", args->levels.return_readings,
                   "what it reads at the return, the cable plugged in")
      ->needs("--meter-volts");
  verb->add_option("--meter-percent", args->levels.meter_percent, "the meter's accuracy")
      ->check(CLI::Range(0.0, 20.0))
      ->capture_default_str();
  verb->add_flag("--simulate", args->simulate, "on the simulated bench; writes nothing");
  verb->add_flag("--yes", args->yes, "answer the check-lists with yes");
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return run_levels(shell, *args); }; });
}

}  // namespace

void add_calibrate(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand("calibrate", "guided calibration; writes the rig file");
  const auto args = std::make_shared<CalibrateArgs>();
  verb->add_option("rig", args->rig, "rig file (TOML)")->type_name(kFile)->required();
  verb->require_subcommand(1);
  add_levels(*verb, shell, args);
  add_calibrate_knob(*verb, shell, std::shared_ptr<const std::string>{args, &args->rig});
}

}  // namespace ampsweep::rig::cli
