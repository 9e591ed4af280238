// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "rig/capture/job.hpp"
#include "rig/capture/knob_moves.hpp"
#include "rig/cli/knob_listen.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/json.hpp"
#include "rig/plan/rig_file.hpp"

namespace ampsweep::rig::cli {
namespace {

struct KnobArgs {
  std::string rig;
  std::vector<std::string> words;
  bool simulate{false};
};

std::string position_of(const Knob& knob, double printed) {
  const auto index = static_cast<std::size_t>(printed + 0.5);
  return index < knob.positions.size() ? knob.positions[index] : "";
}

Json to_json(const KnobStanding& stands) {
  const Knob& knob = stands.knob;
  Json json{{"id", knob.id},
            {"label", knob.label},
            {"actuator", actuator_kind(knob.control)},
            {"known", stands.label.has_value()}};
  for (const char* key : {"printed", "position", "normalised", "raw", "source", "uncertainty"}) {
    json[key] = nullptr;
  }
  if (!stands.label) return json;
  const KnobLabel& label = *stands.label;
  json["printed"] = label.printed;
  if (!knob.positions.empty()) json["position"] = position_of(knob, label.printed);
  json["normalised"] = label.normalised;
  json["raw"] = label.raw;
  json["source"] = to_string(label.source);
  json["uncertainty"] = label.uncertainty;
  return json;
}

/// How the knob is turned, and why nobody knows where it stands.
std::string not_known(const Knob& knob) {
  std::string how = "simulated";
  if (const auto* midi = std::get_if<MidiControl>(&knob.control)) {
    how = fmt::format(
        "MIDI {} (channel {}{}) on \"{}\"", message_name(*midi), midi->channel,
        midi->values.empty() ? fmt::format(", {} to {}", first_raw(*midi), last_raw(*midi)) : "",
        midi->port);
  } else if (turned_by_hand(knob)) {
    how = "turned by hand";
  } else if (const auto* servo = std::get_if<ServoControl>(&knob.control)) {
    how =
        fmt::format("{} {} on \"{}\"", to_string(servo->protocol), servo_name(*servo), servo->port);
  }
  return how +
         ": commanded, not read back; not commanded in this run, so where it stands is not "
         "known";
}

std::string shown(const KnobStanding& stands) {
  if (!stands.label) return not_known(stands.knob);
  const KnobLabel& label = *stands.label;
  const std::string position = position_of(stands.knob, label.printed);
  return fmt::format("{:g}{} ({:.4f} of the travel, raw {:g}), {}, +- {:.4f}", label.printed,
                     position.empty() ? "" : " \"" + position + '"', label.normalised, label.raw,
                     to_string(label.source), label.uncertainty);
}

void print(const Shell& shell, const std::vector<KnobStanding>& knobs) {
  if (!shell.json) {
    for (const KnobStanding& stands : knobs) {
      shell.front.out << fmt::format("{:<12} {}\n", stands.knob.id, shown(stands));
    }
    return;
  }
  Json json{{"schema", "ampsweep-knob-1"}, {"knobs", Json::array()}};
  for (const KnobStanding& stands : knobs) json["knobs"].push_back(to_json(stands));
  shell.front.out << indented_text(json) << '\n';
}

Bench bench_of(const Shell& shell, const Rig& rig) {
  return rig.audio.api == AudioApi::Simulated ? shell.front.simulated_bench(rig)
                                              : shell.front.real_bench(rig, Answers::Person);
}

Rig rig_of(const KnobArgs& args) {
  return on_devices(load_rig(args.rig), args.simulate ? Devices::Simulated : Devices::Real);
}

int run_set(const Shell& shell, const KnobArgs& args) {
  // The file's own rig: MIDI knobs can only take the values their controller has.
  const Setting setting = setting_in_pairs(load_rig(args.rig), args.words);
  std::vector<std::string> names;
  for (const auto& [id, value] : setting) names.push_back(id);
  const Rig rig = with_knobs(rig_of(args), names);
  Bench bench = bench_of(shell, rig);
  print(shell, knobs_moved(bench, rig, setting, shell.front.stop));
  return kOk;
}

int run_get(const Shell& shell, const KnobArgs& args) {
  const Rig rig = with_knobs(rig_of(args), args.words);
  Bench bench = bench_of(shell, rig);
  print(shell, knobs_standing(bench, rig));
  return kOk;
}

void add_listen(CLI::App& knob, Shell& shell, const std::shared_ptr<KnobArgs>& common) {
  auto* listen = knob.add_subcommand("listen", "MIDI learn: which controller a knob sends");
  const auto args = std::make_shared<ListenArgs>();
  listen->add_option("name", args->knob, "knob id, for --write");
  listen->add_option("--port", args->port, "MIDI input, by name or a part of it; else all");
  listen->add_option("--seconds", args->seconds, "how long")
      ->check(CLI::Range(1.0, 600.0))
      ->capture_default_str();
  listen->add_flag("--write", args->write, "put what was learned into the rig file");
  listen->add_flag("--whole-travel", args->whole_travel,
                   "the turn went from the knob's minimum to its maximum: write these ends too");
  listen->callback([&shell, args, common] {
    args->rig = common->rig;
    shell.run = [&shell, args] { return run_listen(shell, *args); };
  });
}

}  // namespace

void add_knob(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand("knob", "move knobs one by one, see where they stand");
  const auto args = std::make_shared<KnobArgs>();
  verb->add_option("rig", args->rig, "rig file (TOML)")->type_name(kFile)->required();
  verb->require_subcommand(1);

  auto* set = verb->add_subcommand("set", "move these knobs, and no other");
  set->add_option("words", args->words,
                  "NAME VALUE or NAME=VALUE, as many as you like; values as printed")
      ->required();
  set->add_flag("--simulate", args->simulate, "on the simulated amp");
  set->callback([&shell, args] { shell.run = [&shell, args] { return run_set(shell, *args); }; });

  auto* get = verb->add_subcommand("get", "where they stand, as far as that is known");
  get->add_option("names", args->words, "knob ids; none: all");
  get->add_flag("--simulate", args->simulate, "on the simulated amp");
  get->callback([&shell, args] { shell.run = [&shell, args] { return run_get(shell, *args); }; });
  add_listen(*verb, shell, args);
}

}  // namespace ampsweep::rig::cli
