// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/calibrate_knob.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <utility>

#include "rig/capture/calibrate_knob.hpp"
#include "rig/dataset/json.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/save_knob.hpp"

namespace ampsweep::rig::cli {
namespace {

constexpr const char* kKnobHelp =
    R"(Leads through end stops, marks, play and repeatability of a knob turned by a servo (docs/servos.md),
or finds the CC values at the ends of a MIDI knob from what the amp shows. Every step is asked; what
was found goes into the rig file with its date. Ctrl-C lets go of the servo and writes nothing.)";

struct CalibrateKnobArgs {
  std::shared_ptr<const std::string> rig;
  std::string name;
  KnobWish wish;
  double uncertainty_percent{-1.0};
  bool no_backlash{false};
};

Json opt(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

void add(Json& json, const ServoCalibration& found) {
  const auto& servo = std::get<ServoControl>(found.knob.control);
  json["raw_unit"] = raw_unit(servo.protocol);
  json["shaft_read"] = found.shaft_read;
  json["marks"] = Json::array();
  for (const ServoMark& mark : servo.marks) {
    json["marks"].push_back({{"printed", mark.printed}, {"raw", mark.raw}});
  }
  json["stops_raw"] = {servo.stop_low, servo.stop_high};
  json["travel_deg"] = servo_travel_deg(servo);
  json["range_narrowed"] = found.narrowed;
  json["taper_worst_share"] = found.taper.worst;
  json["taper_worst_at"] = found.taper.at;
  json["play_deg"] = opt(found.play_deg);
  json["backlash_deg"] = servo.backlash_deg;
  json["sides_deg"] = opt(found.sides_deg);
  json["spread_deg"] = opt(found.spread_deg);
  json["uncertainty_deg"] = servo.uncertainty_deg;
  json["hand_offset_deg"] = found.hand_offset_deg;
}

void add(Json& json, const MidiCalibration& found) {
  const auto& midi = std::get<MidiControl>(found.knob.control);
  json["low"] = midi.low;
  json["high"] = midi.high;
  json["readings"] = Json::array();
  for (const MidiReading& one : found.readings) {
    json["readings"].push_back({{"value", one.value}, {"printed", one.printed}});
  }
  json["worst_share"] = found.worst;
  json["worst_at"] = found.worst_at;
}

Json to_json(const KnobCalibration& found) {
  Json json{{"schema", "ampsweep-calibrate-knob-1"},
            {"ok", found.ok()},
            {"written", found.ok()},
            {"id", found.knob.id},
            {"actuator", actuator_kind(found.knob.control)},
            {"date", found.date.empty() ? Json(nullptr) : Json(found.date)},
            {"minimum", found.knob.minimum},
            {"maximum", found.knob.maximum}};
  if (found.servo) add(json, *found.servo);
  if (found.midi) add(json, *found.midi);
  if (const auto* hand = std::get_if<ManualControl>(&found.knob.control)) {
    json["uncertainty"] = hand->uncertainty;
  }
  return json;
}

void print(std::ostream& out, const ServoCalibration& found) {
  const auto& servo = std::get<ServoControl>(found.knob.control);
  const char* const unit = raw_unit(servo.protocol);
  out << fmt::format("stops        {:g} and {:g} {}\n", servo.stop_low, servo.stop_high, unit);
  for (const ServoMark& mark : servo.marks) {
    out << fmt::format("mark {:<7g} {:g} {}\n", mark.printed, mark.raw, unit);
  }
  out << fmt::format(
      "travel       {:.1f} degrees{}\n", servo_travel_deg(servo),
      found.narrowed ? ", minimum or maximum moved in to keep clear of the stops" : "");
  out << fmt::format("scale        {:+.1f} % of the travel from even at worst, at {:g}\n",
                     100.0 * found.taper.worst, found.taper.at);
  out << (found.play_deg ? fmt::format("play         {:.2f} degrees\n", *found.play_deg)
                         : fmt::format("play         not measured, {:g} degrees assumed\n",
                                       servo.backlash_deg));
  if (found.sides_deg) {
    out << fmt::format(
        "sides        the shaft stands {:+.2f} degrees further when it comes from "
        "above\n",
        *found.sides_deg);
  }
  out << (found.spread_deg ? fmt::format("arrivals     +- {:.2f} degrees\n", *found.spread_deg)
                           : std::string{"arrivals     not looked at\n"});
  out << fmt::format("label        +- {:.4f} of the travel\n", servo_uncertainty(servo));
}

void print(std::ostream& out, const MidiCalibration& found) {
  const auto& midi = std::get<MidiControl>(found.knob.control);
  out << fmt::format(
      "low  {}\nhigh {}\n{}  {:.1f} % of the travel from the line at worst, at {:g}\n", midi.low,
      midi.high, found.straight ? "ok    " : "FAILED", 100.0 * found.worst, found.worst_at);
}

int run_calibrate_knob(const Shell& shell, CalibrateKnobArgs args) {
  args.wish.servo.backlash = !args.no_backlash;
  if (args.uncertainty_percent >= 0.0) args.wish.uncertainty = args.uncertainty_percent / 100.0;
  const CalibrationDevices devices{
      [&](const Rig& rig) { return shell.front.real_bench(rig, Answers::Person); },
      shell.front.servo};
  const auto tell = [&](const std::string& doing) {
    if (!shell.quiet) shell.front.err << doing << '\n';
  };
  const KnobCalibration found =
      calibrate_knob(load_rig(*args.rig), args.name, devices, args.wish, tell, shell.front.stop);
  if (found.ok()) save_knob(*args.rig, found.knob);
  if (!shell.quiet) {
    shell.front.err << (found.ok() ? "written to " + *args.rig + '\n'
                                   : "nothing written: the readings lie on no straight line, so "
                                     "low and high cannot describe this knob\n");
  }
  if (shell.json) {
    shell.front.out << indented_text(to_json(found)) << '\n';
  } else if (found.servo) {
    print(shell.front.out, *found.servo);
  } else if (found.midi) {
    print(shell.front.out, *found.midi);
  }
  return found.ok() ? kOk : kGateFailed;
}

}  // namespace

void add_calibrate_knob(CLI::App& calibrate, Shell& shell, std::shared_ptr<const std::string> rig) {
  auto* verb = calibrate.add_subcommand("knob", "marks, stops and play of a knob");
  verb->footer(kKnobHelp);
  const auto args = std::make_shared<CalibrateKnobArgs>();
  args->rig = std::move(rig);
  verb->add_option("name", args->name, "knob id")->required();
  verb->add_option("--marks", args->wish.servo.marks,
                   "servo: printed values to turn to between the ends; else the quarters")
      ->delimiter(',');
  verb->add_flag("--no-backlash", args->no_backlash, "servo: the rig file's play stays");
  verb->add_option("--arrivals", args->wish.servo.arrivals,
                   "servo: at the middle mark, for the repeatability; 0: none")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  verb->add_option("--pointer-deg", args->wish.servo.pointer_deg,
                   "servo: how well you set a pointer on a line, one sigma")
      ->check(CLI::Range(0.0, 10.0))
      ->capture_default_str();
  verb->add_option("--cc-values", args->wish.midi.values, "MIDI: values to send and to read off")
      ->delimiter(',')
      ->check(CLI::Range(0, 127));
  verb->add_option("--uncertainty-percent", args->uncertainty_percent,
                   "by hand: how far a setting may be off, of the travel")
      ->check(CLI::Range(0.0, 50.0));
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return run_calibrate_knob(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
