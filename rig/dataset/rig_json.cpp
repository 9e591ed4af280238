// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/rig_json.hpp"

#include <string>

#include "rig/dataset/midi_json.hpp"

namespace ampsweep::rig {
namespace {

void add_servo(Json& json, const ServoControl& servo) {
  Json values = Json::array();
  Json positions = Json::array();
  for (const ServoMark& mark : servo.marks) {
    values.push_back(real(mark.printed));
    positions.push_back(real(mark.raw));
  }
  json["port"] = servo.port;
  json["baud"] = servo.baud;
  json["address"] = servo.address;
  json["mark_values"] = values;
  json["mark_positions"] = positions;
  json["stops"] = Json::array({real(servo.stop_low), real(servo.stop_high)});
  json["pot"] = to_string(servo.pot);
  json["speed_deg_s"] = real(servo.speed_deg_s);
  json["overshoot_deg"] = real(servo.overshoot_deg);
  json["inset_deg"] = real(servo.inset_deg);
  json["backlash_deg"] = real(servo.backlash_deg);
  json["uncertainty_deg"] = real(servo.uncertainty_deg);
  json["settle_ms"] = real(servo.settle_ms);
  json["hold"] = servo.hold;
  json["raw_per_deg"] = real(servo.raw_per_deg);
  json["torque_limit"] = servo.torque_limit;
  json["supply_v"] = real(servo.supply_v);
  json["crc"] = servo.crc;
  json["device"] = servo.device ? Json(*servo.device) : Json(nullptr);
  json["slip_torque_cnm"] = real(servo.slip_torque_cnm);
  json["date"] = servo.calibrated;
}

ServoControl servo_from(const Json& json, ServoProtocol protocol) {
  ServoControl servo;
  servo.protocol = protocol;
  servo.port = text(json, "port");
  servo.baud = json.at("baud").get<int>();
  servo.address = json.at("address").get<int>();
  const Json& values = json.at("mark_values");
  for (std::size_t i = 0; i < values.size(); ++i) {
    servo.marks.push_back({real(values.at(i)), real(json.at("mark_positions").at(i))});
  }
  if (servo.marks.size() < 2) throw std::runtime_error("a servo without marks");
  servo.stop_low = real(json.at("stops").at(0));
  servo.stop_high = real(json.at("stops").at(1));
  servo.pot = text(json, "pot") == to_string(PotClass::P16) ? PotClass::P16 : PotClass::Thumbwheel;
  servo.speed_deg_s = number(json, "speed_deg_s");
  servo.overshoot_deg = number(json, "overshoot_deg");
  servo.inset_deg = number(json, "inset_deg");
  servo.backlash_deg = number(json, "backlash_deg");
  servo.uncertainty_deg = number(json, "uncertainty_deg");
  servo.settle_ms = number(json, "settle_ms");
  servo.hold = json.at("hold").get<bool>();
  servo.raw_per_deg = number(json, "raw_per_deg");
  servo.torque_limit = json.at("torque_limit").get<int>();
  servo.supply_v = number(json, "supply_v");
  servo.crc = json.at("crc").get<bool>();
  if (!json.at("device").is_null()) servo.device = json.at("device").get<int>();
  servo.slip_torque_cnm = number(json, "slip_torque_cnm");
  servo.calibrated = text(json, "date");
  return servo;
}

Json to_json(const KnobControl& control) {
  Json json = Json::object();
  json["kind"] = actuator_kind(control);
  if (const auto* manual = std::get_if<ManualControl>(&control)) {
    json["uncertainty"] = real(manual->uncertainty);
  }
  if (const auto* midi = std::get_if<MidiControl>(&control)) {
    add_midi(json, *midi);
  }
  if (const auto* servo = std::get_if<ServoControl>(&control)) add_servo(json, *servo);
  return json;
}

KnobControl control_from(const Json& json) {
  const std::string kind = text(json, "kind");
  if (kind == "simulated") return SimulatedControl{};
  if (kind == "manual") return ManualControl{number(json, "uncertainty")};
  if (kind == "midi") return midi_from(json);
  for (const auto protocol :
       {ServoProtocol::Feetech, ServoProtocol::Maestro, ServoProtocol::Firmata}) {
    if (kind == to_string(protocol)) return servo_from(json, protocol);
  }
  throw std::runtime_error("unknown knob control");
}

KnobRole knob_role_from(const std::string& name) {
  for (const auto role : {KnobRole::Eq, KnobRole::Gain, KnobRole::Level, KnobRole::Other}) {
    if (name == to_string(role)) return role;
  }
  throw std::runtime_error("unknown knob role");
}

AudioApi api_from(const std::string& name) {
  for (const auto api : {AudioApi::Simulated, AudioApi::Jack, AudioApi::Alsa}) {
    if (name == to_string(api)) return api;
  }
  throw std::runtime_error("unknown audio API");
}

Json to_json(const std::vector<Channel>& channels) {
  Json json = Json::array();
  for (const Channel& channel : channels) {
    json.push_back({{"name", channel.name}, {"index", channel.index}, {"port", channel.port}});
  }
  return json;
}

std::vector<Channel> channels_from(const Json& json) {
  std::vector<Channel> channels;
  for (const Json& item : json) {
    channels.push_back({text(item, "name"), item.at("index").get<int>(), text(item, "port")});
  }
  return channels;
}

Json to_json(const AudioSpec& audio) {
  return {{"api", to_string(audio.api)},
          {"device", audio.device},
          {"server", audio.server},
          {"sample_rate_hz", audio.rate.value()},
          {"period_frames", audio.period_frames},
          {"outputs", to_json(audio.outputs)},
          {"inputs", to_json(audio.inputs)},
          {"loopback_direct", audio.loopback_direct}};
}

AudioSpec audio_from(const Json& json) {
  return {api_from(text(json, "api")),
          text(json, "device"),
          text(json, "server"),
          SampleRate{json.at("sample_rate_hz").get<std::int32_t>()},
          json.at("period_frames").get<int>(),
          channels_from(json.at("outputs")),
          channels_from(json.at("inputs")),
          json.at("loopback_direct").get<bool>()};
}

Json to_json(const LoadSpec& load) {
  return {{"kind", load.kind},
          {"impedance_ohm", real(load.impedance.value())},
          {"rating_w", real(load.rating.value())},
          {"amp_power_w", real(load.amp_power.value())},
          {"line_out_db", load.line_out ? real(load.line_out->value()) : Json(nullptr)}};
}

LoadSpec load_from(const Json& json) {
  LoadSpec load{text(json, "kind"),
                Ohms{number(json, "impedance_ohm")},
                Watts{number(json, "rating_w")},
                Watts{number(json, "amp_power_w")},
                {}};
  // Datasets from before this key have none.
  if (const auto line_out = optional_real(json.value("line_out_db", Json(nullptr)))) {
    load.line_out = Decibels{*line_out};
  }
  return load;
}

Json to_json(const SafetySpec& safety) {
  return {{"output_ceiling_dbfs_peak", real(safety.output_ceiling.value())},
          {"ramp_ms", real(safety.ramp_ms)},
          {"tap_margin_db", real(safety.tap_margin_db)},
          {"tap_guard", safety.tap_guard},
          {"max_duty", real(safety.max_duty)}};
}

SafetySpec safety_from(const Json& json) {
  return {DbFsPeak{number(json, "output_ceiling_dbfs_peak")}, number(json, "ramp_ms"),
          number(json, "tap_margin_db"), json.at("tap_guard").get<bool>(),
          number(json, "max_duty")};
}

Json dbu(const std::optional<Dbu>& level) { return level ? real(level->value()) : Json(nullptr); }
std::optional<Dbu> dbu_from(const Json& json) {
  const auto value = optional_real(json);
  return value ? std::optional(Dbu{*value}) : std::nullopt;
}

Json to_json(const LevelSpec& levels) {
  return {{"output_full_scale_dbu", dbu(levels.output_full_scale)},
          {"input_full_scale_dbu", dbu(levels.input_full_scale)},
          {"amp_send_gain_db", real(levels.amp_send_gain.value())},
          {"loopback_send_gain_db", real(levels.loopback_send_gain.value())}};
}

LevelSpec levels_from(const Json& json) {
  return {dbu_from(json.at("output_full_scale_dbu")), dbu_from(json.at("input_full_scale_dbu")),
          Decibels{number(json, "amp_send_gain_db")},
          Decibels{number(json, "loopback_send_gain_db")}};
}

}  // namespace

Json to_json(const std::vector<Knob>& knobs) {
  Json json = Json::array();
  for (const Knob& knob : knobs) {
    json.push_back({{"id", knob.id},
                    {"label", knob.label},
                    {"minimum", real(knob.minimum)},
                    {"maximum", real(knob.maximum)},
                    {"resolution", real(knob.resolution)},
                    {"positions", knob.positions},
                    {"role", to_string(knob.role)},
                    {"control", to_json(knob.control)}});
  }
  return json;
}

std::vector<Knob> knobs_from(const Json& json) {
  std::vector<Knob> knobs;
  for (const Json& item : json) {
    knobs.push_back({text(item, "id"), text(item, "label"), number(item, "minimum"),
                     number(item, "maximum"), number(item, "resolution"),
                     item.at("positions").get<std::vector<std::string>>(),
                     knob_role_from(text(item, "role")), control_from(item.at("control"))});
  }
  return knobs;
}

Json to_json(const Rig& rig) {
  return {{"name", rig.name},
          {"amp", rig.amp},
          {"file", rig.file},
          {"hash", rig.hash},
          {"audio", to_json(rig.audio)},
          {"load", to_json(rig.load)},
          {"safety", to_json(rig.safety)},
          {"levels", to_json(rig.levels)},
          {"knobs", to_json(rig.knobs)},
          {"midi", to_json(rig.midi)},
          {"interface_checklist", rig.interface_checklist},
          {"calibration",
           {{"loopback_offset_samples", real(rig.calibration.loopback_offset_samples)},
            {"loopback_gain_db", real(rig.calibration.loopback_gain_db)},
            {"date", rig.calibration.date}}},
          {"licence", rig.licence}};
}

Rig rig_from(const Json& json) {
  Rig rig;
  rig.name = text(json, "name");
  rig.amp = text(json, "amp");
  rig.file = text(json, "file");
  rig.hash = text(json, "hash");
  rig.audio = audio_from(json.at("audio"));
  rig.load = load_from(json.at("load"));
  rig.safety = safety_from(json.at("safety"));
  rig.levels = levels_from(json.at("levels"));
  rig.knobs = knobs_from(json.at("knobs"));
  rig.midi = midi_policy_from(json);
  rig.interface_checklist = json.at("interface_checklist").get<std::vector<std::string>>();
  const Json& calibration = json.at("calibration");
  rig.calibration = {optional_real(calibration.at("loopback_offset_samples")),
                     optional_real(calibration.at("loopback_gain_db")), text(calibration, "date")};
  rig.licence = text(json, "licence");
  return rig;
}

}  // namespace ampsweep::rig
