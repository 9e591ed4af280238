// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/save_control.hpp"

#include <vector>

#include "rig/plan/edit_table.hpp"
#include "rig/plan/knob_value.hpp"
#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/text_file.hpp"

namespace ampsweep::rig {
namespace {

/// What was heard has 7 bits; a control of 14 keeps its own range.
int widened(const MidiControl& midi, int heard) {
  constexpr int kHighestHeard = 127;
  return heard * highest_raw(midi) / kHighestHeard;
}

/// The rig as it must read back.
Rig with_control(Rig rig, const std::string& id, const LearnedControl& learned) {
  const Knob& named = knob_named(rig.knobs, id, rig.file, 0, "knob");
  Knob& knob = rig.knobs.at(static_cast<std::size_t>(&named - rig.knobs.data()));
  auto* midi = std::get_if<MidiControl>(&knob.control);
  if (midi == nullptr) {
    refuse_at(rig.file, 0, "knob " + quote(id) + " is not turned over MIDI",
              "control = { kind = \"midi\", port = \"...\", channel = " +
                  std::to_string(learned.channel) +
                  ", controller = " + std::to_string(learned.controller) +
                  " }, with the port that leads to the amp (`ampsweep devices` lists them)");
  }
  midi->channel = learned.channel;
  midi->controller = learned.controller;
  if (learned.travel) {
    midi->low = widened(*midi, learned.travel->first);
    midi->high = widened(*midi, learned.travel->second);
  }
  rig.hash = rig_hash(rig);
  return rig;
}

}  // namespace

LearnedControl control_of(const LearnedKnob& learned, bool whole_travel) {
  constexpr int kHighestValue = 127;
  LearnedControl control{learned.heard.channel, learned.heard.controller, {}};
  const bool all_values = learned.heard.lowest == 0 && learned.heard.highest == kHighestValue;
  if (all_values || whole_travel) control.travel = learned.travel;
  return control;
}

std::string with_control(const std::string& text, const std::string& knob,
                         const LearnedControl& learned, const std::filesystem::path& file) {
  const Rig wanted = with_control(parse_rig(text, file), knob, learned);
  std::vector<KeyValue> keys{{"channel", std::to_string(learned.channel)},
                             {"controller", std::to_string(learned.controller)}};
  if (learned.travel) {
    const Knob& named = knob_named(wanted.knobs, knob, wanted.file, 0, "knob");
    const auto& midi = std::get<MidiControl>(named.control);
    keys.push_back({"low", std::to_string(midi.low)});
    keys.push_back({"high", std::to_string(midi.high)});
  }
  std::string result = with_control_keys(text, knob, keys, file);
  if (parse_rig(result, file).hash != wanted.hash) {
    refuse_at(file.string(), 0, "the control of knob " + quote(knob) + " cannot be edited",
              "write it on a line of its own: control = { kind = \"midi\", ... }");
  }
  return result;
}

void save_control(const std::filesystem::path& file, const std::string& knob,
                  const LearnedControl& learned) {
  replace_file(file, with_control(read_text_file(file), knob, learned, file));
}

}  // namespace ampsweep::rig
