// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/canonical_text.hpp"
#include "rig/plan/rig_file.hpp"

namespace ampsweep::rig {
namespace {

void add_channels(CanonicalText& text, const std::string& name,
                  const std::vector<Channel>& channels) {
  text.add(name, static_cast<int>(channels.size()));
  for (const Channel& channel : channels) {
    text.add("channel.name", channel.name);
    text.add("channel.index", channel.index);
    text.add("channel.port", channel.port);
  }
}

void add_audio(CanonicalText& text, const AudioSpec& audio) {
  text.add("audio.api", to_string(audio.api));
  text.add("audio.device", audio.device);
  text.add("audio.server", audio.server);
  text.add("audio.rate_hz", static_cast<int>(audio.rate.value()));
  text.add("audio.period_frames", audio.period_frames);
  add_channels(text, "audio.outputs", audio.outputs);
  add_channels(text, "audio.inputs", audio.inputs);
  text.add("audio.loopback_direct", audio.loopback_direct);
}

void add_limits(CanonicalText& text, const Rig& rig) {
  text.add("load.kind", rig.load.kind);
  text.add("load.impedance_ohm", rig.load.impedance.value());
  text.add("load.rating_w", rig.load.rating.value());
  text.add("load.amp_power_w", rig.load.amp_power.value());
  // Only when set: hashes from before this key stay.
  if (rig.load.line_out) text.add("load.line_out_db", rig.load.line_out->value());
  text.add("safety.output_ceiling_dbfs_peak", rig.safety.output_ceiling.value());
  text.add("safety.ramp_ms", rig.safety.ramp_ms);
  text.add("safety.tap_margin_db", rig.safety.tap_margin_db);
  text.add("safety.max_duty", rig.safety.max_duty);
  const auto add_level = [&](const char* name, const std::optional<Dbu>& level) {
    if (level) text.add(name, level->value());
  };
  add_level("levels.output_full_scale_dbu", rig.levels.output_full_scale);
  add_level("levels.input_full_scale_dbu", rig.levels.input_full_scale);
  text.add("levels.amp_send_gain_db", rig.levels.amp_send_gain.value());
  text.add("levels.loopback_send_gain_db", rig.levels.loopback_send_gain.value());
}

/// All but the date of the calibration.
void add_servo(CanonicalText& text, const ServoControl& servo) {
  text.add("servo.port", servo.port);
  text.add("servo.baud", servo.baud);
  text.add("servo.address", servo.address);
  for (const ServoMark& mark : servo.marks) {
    text.add("servo.mark_value", mark.printed);
    text.add("servo.mark_position", mark.raw);
  }
  text.add("servo.stop_low", servo.stop_low);
  text.add("servo.stop_high", servo.stop_high);
  text.add("servo.pot", to_string(servo.pot));
  text.add("servo.speed_deg_s", servo.speed_deg_s);
  text.add("servo.overshoot_deg", servo.overshoot_deg);
  text.add("servo.inset_deg", servo.inset_deg);
  text.add("servo.backlash_deg", servo.backlash_deg);
  text.add("servo.uncertainty_deg", servo.uncertainty_deg);
  text.add("servo.settle_ms", servo.settle_ms);
  text.add("servo.hold", servo.hold);
  text.add("servo.raw_per_deg", servo.raw_per_deg);
  text.add("servo.torque_limit", servo.torque_limit);
  text.add("servo.supply_v", servo.supply_v);
  text.add("servo.crc", servo.crc);
  text.add("servo.device", servo.device.value_or(-1));
  text.add("servo.slip_torque_cnm", servo.slip_torque_cnm);
}

void add_midi(CanonicalText& text, const MidiControl& midi) {
  text.add("knob.port", midi.port);
  text.add("knob.channel", midi.channel);
  text.add("knob.controller", midi.controller);
  text.add("knob.low", midi.low);
  text.add("knob.high", midi.high);
  text.add("knob.settle_ms", midi.settle_ms);
  text.add("knob.approach", midi.approach);
  // Only when they differ from a plain 7-bit CC: hashes from before these keys stay.
  if (midi.kind != MidiKind::Control) text.add("knob.message", to_string(midi.kind));
  if (midi.bits != 7) text.add("knob.bits", midi.bits);
  for (const MidiMark& mark : midi.marks) {
    text.add("knob.mark_value", mark.printed);
    text.add("knob.mark_position", mark.raw);
  }
  for (const int value : midi.values) text.add("knob.value", value);
  if (midi.recalls) text.add("knob.recalls", midi.recalls);
}

void add_knob(CanonicalText& text, const Knob& knob) {
  text.add("knob.id", knob.id);
  text.add("knob.label", knob.label);
  text.add("knob.minimum", knob.minimum);
  text.add("knob.maximum", knob.maximum);
  text.add("knob.resolution", knob.resolution);
  for (const std::string& position : knob.positions) text.add("knob.position", position);
  text.add("knob.role", to_string(knob.role));
  text.add("knob.control", actuator_kind(knob.control));
  if (const auto* manual = std::get_if<ManualControl>(&knob.control)) {
    text.add("knob.uncertainty", manual->uncertainty);
  }
  if (const auto* midi = std::get_if<MidiControl>(&knob.control)) add_midi(text, *midi);
  if (const auto* servo = std::get_if<ServoControl>(&knob.control)) add_servo(text, *servo);
}

void add_midi_policy(CanonicalText& text, const MidiPolicy& policy) {
  if (policy == MidiPolicy{}) return;  // hashes from before this table stay
  text.add("midi.gap_ms", policy.gap_ms);
  text.add("midi.resend_after_ms", policy.resend_after_ms);
  text.add("midi.refresh_s", policy.refresh_s);
  if (policy.wake_s != MidiPolicy{}.wake_s) text.add("midi.wake_s", policy.wake_s);
}

void add_simulated_interface(CanonicalText& text, const SimulationSpec& sim) {
  text.add("simulated.latency_samples", sim.latency_samples);
  text.add("simulated.loopback_offset_samples", sim.loopback_offset_samples);
  text.add("simulated.ac_corner_hz", sim.ac_corner_hz);
  text.add("simulated.noise_dbfs_rms", sim.noise_dbfs_rms);
  text.add("simulated.quantise_24bit", sim.quantise_24bit);
  text.add("simulated.drift_ppm", sim.drift_ppm);
  text.add("simulated.input_gain_db", sim.input_gain_db);
  text.add("simulated.loopback_gain_db", sim.loopback_gain_db);
  text.add("simulated.dc_offset", sim.dc_offset);
  text.add("simulated.hum_dbfs_peak", sim.hum_dbfs_peak);
  text.add("simulated.invert_amp", sim.invert_amp);
  // Only when changed: hashes from before this key stay.
  if (sim.send_full_scale_dbu != SimulationSpec{}.send_full_scale_dbu) {
    text.add("simulated.send_full_scale_dbu", sim.send_full_scale_dbu);
  }
}

void add_simulated_amp(CanonicalText& text, const SimulationSpec& sim) {
  text.add("simulated.amp", sim.amp);
  for (const double coefficient : sim.polynomial) text.add("simulated.polynomial", coefficient);
  text.add("simulated.tone_stack", sim.tone_stack);
  text.add("simulated.asymmetry", sim.asymmetry);
  text.add("simulated.output_ohm", sim.output_ohms);
  text.add("simulated.load", sim.load);
  text.add("simulated.warm_up_db", sim.warm_up_db);
  text.add("simulated.warm_up_s", sim.warm_up_s);
  text.add("simulated.backlash", sim.backlash);
  text.add("simulated.knob_noise", sim.knob_noise);
  text.add("simulated.dead_knob", sim.dead_knob);
  // Only when set, so that the hashes of rigs from before this key stay what they are.
  if (sim.knob_read_back) text.add("simulated.knob_read_back", sim.knob_read_back);
  if (sim.sound_lag_ms != 0.0) text.add("simulated.sound_lag_ms", sim.sound_lag_ms);
  for (const KnobFault& fault : sim.knob_faults) {
    text.add("knob_fault.kind", static_cast<int>(fault.kind));
    text.add("knob_fault.knob", fault.knob);
    text.add("knob_fault.other", fault.other);
    text.add("knob_fault.size", fault.size);
    text.add("knob_fault.from_take", fault.from_take);
  }
  for (const InjectedFault& fault : sim.faults) {
    text.add("fault.take", fault.take);
    text.add("fault.attempt", fault.attempt);
    text.add("fault.kind", static_cast<int>(fault.kind));
    text.add("fault.at_s", fault.at_s);
    text.add("fault.samples", fault.samples);
    text.add("fault.channel", fault.channel);
  }
  text.add("simulated.seed", sim.seed);
}

}  // namespace

std::string rig_hash(const Rig& rig) {
  CanonicalText text;
  text.add("schema", "ampsweep-rig-1");
  text.add("name", rig.name);
  text.add("amp", rig.amp);
  text.add("licence", rig.licence);
  for (const std::string& trap : rig.interface_checklist) text.add("interface_checklist", trap);
  add_audio(text, rig.audio);
  add_limits(text, rig);
  for (const Knob& knob : rig.knobs) add_knob(text, knob);
  add_midi_policy(text, rig.midi);
  add_simulated_interface(text, rig.simulation);
  add_simulated_amp(text, rig.simulation);
  return text.sha256();
}

}  // namespace ampsweep::rig
