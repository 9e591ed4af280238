// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_tables.hpp"

namespace ampsweep::rig {
namespace {

constexpr Range kSilentOrLevel{-400.0, 0.0};

void read_interface(TableReader& table, SimulationSpec& sim) {
  sim.latency_samples = table.number("latency_samples", sim.latency_samples, {0.0, 1e6});
  sim.loopback_offset_samples =
      table.number("loopback_offset_samples", sim.loopback_offset_samples, {-1e5, 1e5});
  sim.ac_corner_hz = table.number("ac_corner_hz", sim.ac_corner_hz, {0.0, 1000.0});
  sim.noise_dbfs_rms = table.number("noise_dbfs_rms", sim.noise_dbfs_rms, kSilentOrLevel);
  sim.quantise_24bit = table.flag("quantise_24bit", sim.quantise_24bit);
  sim.drift_ppm = table.number("drift_ppm", sim.drift_ppm, {-1000.0, 1000.0});
  sim.input_gain_db = table.number("input_gain_db", sim.input_gain_db, {-120.0, 60.0});
  sim.loopback_gain_db = table.number("loopback_gain_db", sim.loopback_gain_db, {-120.0, 60.0});
  sim.dc_offset = table.number("dc_offset", sim.dc_offset, {-1.0, 1.0});
  sim.hum_dbfs_peak = table.number("hum_dbfs_peak", sim.hum_dbfs_peak, kSilentOrLevel);
  sim.send_full_scale_dbu =
      table.number("send_full_scale_dbu", sim.send_full_scale_dbu, {-60.0, 60.0});
  sim.invert_amp = table.flag("invert_amp", sim.invert_amp);
}

void read_amp(TableReader& table, SimulationSpec& sim) {
  sim.amp = table.choice<std::string>(
      "amp", sim.amp, {{"saturator", "saturator"}, {"polynomial", "polynomial"}, {"wire", "wire"}});
  sim.polynomial = table.numbers("polynomial", {-1e6, 1e6});
  if ((sim.amp == "polynomial") == sim.polynomial.empty()) {
    table.refuse("polynomial",
                 sim.polynomial.empty() ? "is missing with amp = \"polynomial\""
                                        : "stands beside amp = " + quote(sim.amp),
                 "amp = \"polynomial\" and polynomial = [c1, c2, ...] go together");
  }
  if (sim.polynomial.size() > 32) {
    table.refuse("polynomial", "has more than 32 coefficients", "shorten it");
  }
  sim.tone_stack = table.flag("tone_stack", sim.tone_stack);
  sim.asymmetry = table.number("asymmetry", sim.asymmetry, {0.0, 1.0});
  sim.output_ohms = table.number("output_ohm", sim.output_ohms, {0.0, 10000.0});
  sim.load =
      table.choice<std::string>("load", sim.load, {{"1960AX", "1960AX"}, {"resistor", "resistor"}});
  sim.warm_up_db = table.number("warm_up_db", sim.warm_up_db, {-20.0, 20.0});
  sim.warm_up_s = table.number("warm_up_s", sim.warm_up_s, {0.0, 1e5, true});
}

void check_knob(TableReader& table, const char* key, const std::string& id,
                const std::vector<Knob>& knobs) {
  if (std::any_of(knobs.begin(), knobs.end(), [&](const Knob& knob) { return knob.id == id; })) {
    return;
  }
  std::vector<std::string> ids;
  for (const Knob& knob : knobs) ids.push_back(knob.id);
  table.refuse(key, quote(id) + " is no knob" + suggestion(id, ids), "one of: " + joined(ids));
}

void read_turning(TableReader& table, SimulationSpec& sim, const std::vector<Knob>& knobs) {
  sim.backlash = table.number("backlash", sim.backlash, {0.0, 0.5});
  sim.knob_noise = table.number("knob_noise", sim.knob_noise, {0.0, 0.5});
  sim.knob_read_back = table.flag("knob_read_back", sim.knob_read_back);
  sim.sound_lag_ms = table.number("sound_lag_ms", sim.sound_lag_ms, {0.0, 5000.0});
  sim.dead_knob = table.text("dead_knob", sim.dead_knob);
  if (!sim.dead_knob.empty()) check_knob(table, "dead_knob", sim.dead_knob, knobs);
}

KnobFault read_knob_fault(TableReader& table, const std::vector<Knob>& knobs) {
  using Kind = KnobFault::Kind;
  KnobFault fault;
  if (!table.has("kind")) table.refuse("", "kind is missing", "add kind = \"slip\"");
  fault.kind = table.choice<Kind>("kind", fault.kind,
                                  {{"slip", Kind::Slip},
                                   {"dead", Kind::Dead},
                                   {"reversed", Kind::Reversed},
                                   {"swapped", Kind::Swapped},
                                   {"misset", Kind::Misset}});
  fault.knob = table.text("knob", "");
  check_knob(table, "knob", fault.knob, knobs);
  fault.other = table.text("other", "");
  if ((fault.kind == Kind::Swapped) == fault.other.empty()) {
    table.refuse("other",
                 fault.other.empty() ? "is missing with kind = \"swapped\""
                                     : "stands beside another kind than \"swapped\"",
                 "kind = \"swapped\" and other = the second knob go together");
  }
  if (!fault.other.empty()) check_knob(table, "other", fault.other, knobs);
  fault.size = table.number("size", fault.size, {-1.0, 1.0});
  fault.from_take = table.integer("from_take", fault.from_take, 0, 1000000);
  table.finish();
  return fault;
}

InjectedFault read_fault(TableReader& table) {
  using Kind = InjectedFault::Kind;
  InjectedFault fault;
  if (!table.has("kind")) table.refuse("", "kind is missing", "add kind = \"drop\"");
  fault.kind = table.choice<Kind>("kind", fault.kind,
                                  {{"drop", Kind::Drop},
                                   {"repeat", Kind::Repeat},
                                   {"zero", Kind::Zero},
                                   {"xrun", Kind::Xrun},
                                   {"lost", Kind::Lost},
                                   {"hang", Kind::Hang},
                                   {"tap_lost", Kind::TapLost},
                                   {"step", Kind::Step}});
  fault.take = table.integer("take", fault.take, -2, 1000000);
  fault.attempt = table.integer("attempt", fault.attempt, 0, 1000);
  fault.at_s = table.number("at_s", fault.at_s, {0.0, 1e5});
  fault.samples = table.integer("samples", fault.samples, 1, 10000000);
  fault.channel = table.choice<std::string>(
      "channel", "all", {{"all", "all"}, {"amp", "amp"}, {"loopback", "loopback"}});
  table.finish();
  return fault;
}

}  // namespace

SimulationSpec read_simulated(TableReader table, const std::vector<Knob>& knobs) {
  SimulationSpec sim;
  read_interface(table, sim);
  read_amp(table, sim);
  read_turning(table, sim, knobs);
  for (TableReader& fault : table.tables("fault", "[[simulated.fault]]")) {
    sim.faults.push_back(read_fault(fault));
  }
  for (TableReader& fault : table.tables("knob_fault", "[[simulated.knob_fault]]")) {
    sim.knob_faults.push_back(read_knob_fault(fault, knobs));
  }
  sim.seed = table.seed("seed", sim.seed);
  table.finish();
  return sim;
}

}  // namespace ampsweep::rig
