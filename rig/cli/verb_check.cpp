// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "rig/capture/job.hpp"
#include "rig/capture/preflight.hpp"
#include "rig/cli/progress_line.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/cli/verdict_json.hpp"
#include "rig/dataset/json.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/save_calibration.hpp"

namespace ampsweep::rig::cli {
namespace {

struct CheckArgs {
  std::string rig;
  bool simulate{false};
  bool offset{false};
  bool keep{false};
  bool yes{false};
  std::vector<std::string> through;  ///< JACK ports of the pass-through: its input, its output.
};

Json to_json(const PreflightReport& report) {
  Json json{{"schema", "ampsweep-check-1"},
            {"ok", report.ok()},
            {"stream", report.stream},
            {"period_frames", report.period_frames}};
  json["inputs"] = Json::array();
  for (const InputReading& input : report.inputs) {
    json["inputs"].push_back({{"name", input.name},
                              {"peak_dbfs_peak", input.peak.value()},
                              {"noise_dbfs_rms", input.noise.value()}});
  }
  if (report.loopback) {
    json["loopback"] = {{"delay_samples", report.loopback->delay_samples},
                        {"delay_sigma_samples", report.loopback->delay_sigma_samples},
                        {"spread_samples", report.loopback->spread_samples},
                        {"drift_ppm", report.loopback->drift_ppm},
                        {"gain_db", report.loopback->gain_db},
                        {"ac_corner_hz", report.loopback->ac_corner_hz},
                        {"snr_db", report.loopback->snr_db}};
  }
  if (report.loopback_offset_samples) {
    json["loopback_offset_samples"] = *report.loopback_offset_samples;
  }
  json["polarity"] = report.polarity;
  const Json verdict = verdict_json(report.verdict);
  json["gates"] = verdict.at("gates");
  json["faults"] = verdict.at("faults");
  return json;
}

void print(std::ostream& out, const PreflightReport& report) {
  out << "stream    " << report.stream << '\n';
  for (const InputReading& input : report.inputs) {
    out << fmt::format("input     {:<10} peak {:7.1f} dBFS peak, idle {:7.1f} dBFS rms\n",
                       input.name, input.peak.value(), input.noise.value());
  }
  if (report.loopback) {
    const LoopbackReading& loop = *report.loopback;
    out << fmt::format(
        "loopback  delay {:.4f} +- {:.4f} samples, spread {:.4f}, drift {:.4f} ppm,\n"
        "          gain {:.2f} dB, AC corner {:.2f} Hz, SNR {:.1f} dB\n",
        loop.delay_samples, loop.delay_sigma_samples, loop.spread_samples, loop.drift_ppm,
        loop.gain_db, loop.ac_corner_hz, loop.snr_db);
  } else {
    out << "loopback  none: one fixed delay will serve each stream epoch\n";
  }
  if (report.loopback_offset_samples) {
    out << fmt::format("offset    {:.4f} samples (amp path less loopback path)\n",
                       *report.loopback_offset_samples);
  }
  out << "polarity  "
      << (report.polarity > 0   ? "normal"
          : report.polarity < 0 ? "inverted"
                                : "unsure")
      << '\n';
  for (const Gate& gate : report.verdict.gates) {
    out << fmt::format("{}  {:<22} {:.4g} (limit {:.4g}) {}\n", gate.passed ? "ok    " : "FAILED",
                       gate.name, gate.value, gate.limit, gate.unit);
  }
  for (const Fault& fault : report.verdict.faults) {
    out << "fault     " << to_string(fault.code) << ": " << fault.detail << '\n';
  }
  for (const Fault& fault : report.verdict.warnings) {
    out << "warning   " << to_string(fault.code) << ": " << fault.detail << '\n';
  }
}

/// The rig with the amp's ports swapped for those of a pass-through client.
Rig through(Rig rig, const std::vector<std::string>& ports) {
  if (ports.empty()) return rig;
  rig.audio.outputs.at(0).port = ports.at(0);
  rig.audio.inputs.at(0).port = ports.at(1);
  return rig;
}

void ask_for_cable(const CheckArgs& args, const Shell& shell, Operator& person) {
  if (!args.through.empty() || args.simulate) return;
  const auto answer = person.confirm(
      Operator::Question::CheckList, "Measure the loopback offset",
      {"A cable joins the amp send to the amp return: no amp, no load box in between"},
      shell.front.stop);
  if (answer == Operator::Answer::Yes) return;
  throw SetupError(SetupKind::Safety, "the loopback offset was not measured",
                   "put the cable in and confirm");
}

int run_check(const Shell& shell, const CheckArgs& args) {
  const Rig rig_on_disk = load_rig(args.rig);
  Rig rig = on_devices(rig_on_disk, args.simulate ? Devices::Simulated : Devices::Real);
  if (args.offset) {
    rig = through(std::move(rig), args.through);
    rig = with_cable(std::move(rig));
  }
  // What is about to be replaced is no measure of what is found.
  if (args.offset || args.keep) rig.calibration.loopback_gain_db.reset();
  Bench bench = rig.audio.api == AudioApi::Simulated
                    ? shell.front.simulated_bench(rig)
                    : shell.front.real_bench(rig, args.yes ? Answers::AlwaysYes : Answers::Person);
  if (args.offset) ask_for_cable(args, shell, *bench.person);
  ProgressLine line{shell};
  const PreflightReport report = preflight(
      rig, bench, args.offset ? InPlaceOfAmp::Cable : InPlaceOfAmp::Amp,
      [&line](const SessionSnapshot& snapshot) {
        if (snapshot.state == SessionState::Arming) return;  // the check-list is asked there
        line.show(to_string(snapshot.state), static_cast<int>(100.0 * snapshot.take_position), 100,
                  "");
      },
      shell.front.stop);
  line.finish();
  if (args.offset || args.keep || !rig.calibration.loopback_gain_db) {
    if (report.ok() && !args.simulate) {
      save_calibration(args.rig,
                       calibration_from(report, rig_on_disk.calibration, bench.clock->utc()));
      if (!shell.quiet) shell.front.err << "calibration written to " << args.rig << '\n';
    }
  }
  if (shell.json) {
    shell.front.out << indented_text(to_json(report)) << '\n';
  } else {
    print(shell.front.out, report);
  }
  return report.ok() ? kOk : kGateFailed;
}

}  // namespace

void add_check(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "check", "preflight: load, levels, loopback and its offset, noise, polarity, stability");
  verb->footer(
      "The loopback level is kept in the rig file's [calibration] the first time; --recalibrate\n"
      "replaces it. --offset measures how much later the amp's path is than the loopback's.");
  const auto args = std::make_shared<CheckArgs>();
  verb->add_option("rig", args->rig, "rig file (TOML)")->type_name(kFile)->required();
  verb->add_flag("--simulate", args->simulate, "on the simulated bench; writes nothing");
  verb->add_flag("--offset", args->offset, "a cable stands in the amp's place: measure the offset");
  verb->add_option("--through", args->through, "JACK: IN OUT ports of a pass-through client")
      ->expected(2);
  verb->add_flag("--recalibrate", args->keep, "replace the kept loopback level");
  verb->add_flag("--yes", args->yes, "answer the arming check-list with yes");
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return run_check(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
