// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/midi_json.hpp"

#include <stdexcept>

namespace ampsweep::rig {

void add_midi(Json& json, const MidiControl& midi) {
  Json values = Json::array();
  Json positions = Json::array();
  for (const MidiMark& mark : midi.marks) {
    values.push_back(real(mark.printed));
    positions.push_back(mark.raw);
  }
  json["port"] = midi.port;
  json["channel"] = midi.channel;
  json["message"] = to_string(midi.kind);
  json["controller"] = midi.controller;
  json["bits"] = midi.bits;
  json["low"] = midi.low;
  json["high"] = midi.high;
  json["mark_values"] = values;
  json["mark_positions"] = positions;
  json["values"] = midi.values;
  json["settle_ms"] = real(midi.settle_ms);
  json["approach"] = midi.approach;
  json["recalls"] = midi.recalls;
}

MidiControl midi_from(const Json& json) {
  MidiControl midi;
  midi.port = text(json, "port");
  midi.channel = json.at("channel").get<int>();
  midi.controller = json.at("controller").get<int>();
  midi.low = json.at("low").get<int>();
  midi.high = json.at("high").get<int>();
  midi.settle_ms = number(json, "settle_ms");
  midi.approach = json.at("approach").get<int>();
  if (!json.contains("message")) return midi;
  const auto kind = midi_kind(text(json, "message"));
  if (!kind) throw std::runtime_error("unknown MIDI message");
  midi.kind = *kind;
  midi.bits = json.at("bits").get<int>();
  const Json& values = json.at("mark_values");
  for (std::size_t i = 0; i < values.size(); ++i) {
    midi.marks.push_back({real(values.at(i)), json.at("mark_positions").at(i).get<int>()});
  }
  if (midi.marks.size() == 1) throw std::runtime_error("a MIDI control with one mark");
  midi.values = json.at("values").get<std::vector<int>>();
  midi.recalls = json.at("recalls").get<bool>();
  return midi;
}

Json to_json(const MidiPolicy& policy) {
  Json json{{"gap_ms", policy.gap_ms},
            {"resend_after_ms", policy.resend_after_ms},
            {"refresh_s", real(policy.refresh_s)}};
  if (policy.wake_s != MidiPolicy{}.wake_s)
    json["wake_s"] = real(policy.wake_s);  // as rig_hash.cpp
  return json;
}

MidiPolicy midi_policy_from(const Json& rig) {
  if (!rig.contains("midi")) return {};
  const Json& json = rig.at("midi");
  MidiPolicy policy;
  policy.gap_ms = json.at("gap_ms").get<int>();
  policy.resend_after_ms = json.at("resend_after_ms").get<int>();
  policy.refresh_s = number(json, "refresh_s");
  if (json.contains("wake_s")) policy.wake_s = number(json, "wake_s");
  return policy;
}

}  // namespace ampsweep::rig
