// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/knob_listen.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "rig/capture/learn_knob.hpp"
#include "rig/dataset/json.hpp"
#include "rig/plan/knob_value.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/save_control.hpp"

namespace ampsweep::rig::cli {
namespace {

void check(const Rig& rig, const ListenArgs& args) {
  if (!args.knob.empty()) (void)knob_named(rig.knobs, args.knob, rig.file, 0, "knob");
  if (args.write && args.knob.empty()) {
    throw SetupError(SetupKind::Usage, "--write needs to know which knob it is",
                     "knob RIG.toml listen NAME --write");
  }
  if (rig.audio.api == AudioApi::Simulated) {
    throw SetupError(SetupKind::Usage, rig.file + ": a simulated rig has no MIDI to listen to",
                     "a rig file with [audio] api = \"alsa\" or \"jack\"");
  }
}

Json to_json(const HeardController& heard) {
  return {{"channel", heard.channel}, {"controller", heard.controller},
          {"lowest", heard.lowest},   {"highest", heard.highest},
          {"messages", heard.count},  {"bits", heard.fourteen_bit ? 14 : 7}};
}

Json to_json(const LearnReport& report, bool written) {
  Json json{{"schema", "ampsweep-knob-listen-1"}, {"ports", Json::array()}};
  for (const HeardPort& port : report.ports) {
    Json controllers = Json::array();
    for (const HeardController& heard : port.controllers) controllers.push_back(to_json(heard));
    json["ports"].push_back({{"port", port.name}, {"controllers", controllers}});
  }
  json["learned"] = nullptr;
  json["refused"] = nullptr;
  if (report.learned) {
    json["learned"] = to_json(report.learned->heard);
    const auto& travel = report.learned->travel;
    json["learned"]["low"] = travel ? Json(travel->first) : Json(nullptr);
    json["learned"]["high"] = travel ? Json(travel->second) : Json(nullptr);
  } else {
    json["refused"] = report.learned.error();
  }
  json["written"] = written;
  return json;
}

std::string shown(const HeardController& heard) {
  return fmt::format("channel {:<2}  controller {:<3}  {:>3} to {:<3}  {} bit  {} messages",
                     heard.channel, heard.controller, heard.lowest, heard.highest,
                     heard.fourteen_bit ? 14 : 7, heard.count);
}

void print(std::ostream& out, const LearnReport& report) {
  for (const HeardPort& port : report.ports) {
    for (const HeardController& heard : port.controllers) {
      out << fmt::format("heard    {}  on \"{}\"\n", shown(heard), port.name);
    }
  }
  if (!report.learned) return;
  const LearnedKnob& knob = *report.learned;
  out << "learned  " << shown(knob.heard) << '\n';
  out << fmt::format("         channel = {}, controller = {}", knob.heard.channel,
                     knob.heard.controller);
  if (knob.travel)
    out << fmt::format(", low = {}, high = {}", knob.travel->first, knob.travel->second);
  out << '\n';
  if (knob.heard.fourteen_bit) {
    out << "note     the knob sends 14 bits; the coarse half moves the amp's control in 128 "
           "steps, bits = 14 in its control in 16384\n";
  }
}

void invite(const Shell& shell, const ListenArgs& args) {
  if (shell.quiet) return;
  shell.front.err << fmt::format(
      "listening for {:g} s: turn {} slowly, once, from its minimum to its maximum\n", args.seconds,
      args.knob.empty() ? "one knob" : '"' + args.knob + '"');
}

}  // namespace

int run_listen(const Shell& shell, const ListenArgs& args) {
  const Rig rig = load_rig(args.rig);
  check(rig, args);
  const auto input = shell.front.midi_input(rig, args.port);
  invite(shell, args);
  const LearnObserver tell = [&](const std::string& port, const ControlChange& change) {
    if (shell.quiet) return;
    shell.front.err << fmt::format("{}: channel {} controller {} = {}\n", port, change.channel,
                                   change.controller, change.value);
  };
  const LearnReport report = learn_knob(*input, Seconds{args.seconds}, tell, shell.front.stop);
  const bool written = args.write && report.learned.has_value();
  if (written) {
    save_control(args.rig, args.knob, control_of(*report.learned, args.whole_travel));
    if (!shell.quiet) {
      shell.front.err << "control of \"" << args.knob << "\" written to " << args.rig << '\n';
    }
  }
  if (shell.json) {
    shell.front.out << indented_text(to_json(report, written)) << '\n';
  } else {
    print(shell.front.out, report);
  }
  if (report.learned) return kOk;
  shell.front.err << "ampsweep: nothing was learned: " << report.learned.error() << '\n';
  return kGateFailed;
}

}  // namespace ampsweep::rig::cli
