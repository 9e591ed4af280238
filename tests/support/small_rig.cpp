// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/small_rig.hpp"

#include "rig/plan/plan_file.hpp"
#include "signals/programme.hpp"

namespace ampsweep::test {
namespace {

rig::Knob knob(const char* id, rig::KnobRole role) {
  rig::Knob made;
  made.id = id;
  made.label = id;
  made.role = role;
  return made;
}

rig::PlannedTake take(int id, double gain, double treble, rig::Split split) {
  rig::PlannedTake made;
  made.id = id;
  made.setting = {{"gain", gain}, {"treble", treble}};
  made.split = split;
  made.purpose = split == rig::Split::Reference ? rig::Purpose::Reference : rig::Purpose::Listed;
  return made;
}

}  // namespace

rig::Rig small_rig() {
  rig::Rig rig;
  rig.name = "small";
  rig.amp = "simulated";
  rig.file = "small.toml";
  rig.hash = "small-rig";
  rig.audio.period_frames = 256;
  rig.audio.outputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  rig.audio.inputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  rig.load.kind = "reactive";
  rig.load.impedance = Ohms{16.0};
  rig.load.rating = Watts{200.0};
  rig.load.amp_power = Watts{50.0};
  rig.knobs = {knob("gain", rig::KnobRole::Gain), knob("treble", rig::KnobRole::Eq)};
  rig.simulation.latency_samples = 1000.37;
  rig.simulation.noise_dbfs_rms = -100.0;
  return rig;
}

rig::Plan small_plan(const rig::Rig& rig) {
  rig::Plan plan;
  plan.name = "small";
  plan.file = "small-plan.toml";
  plan.rig_file = rig.file;
  plan.reference = {{"gain", 5.0}, {"treble", 5.0}};
  plan.takes = {take(0, 5.0, 5.0, rig::Split::Reference), take(1, 3.0, 8.0, rig::Split::Train),
                take(2, 7.0, 2.0, rig::Split::Train), take(3, 6.0, 6.0, rig::Split::Validation)};
  plan.hash = rig::plan_hash(plan);
  return plan;
}

signals::Stimulus small_stimulus() {
  signals::BuiltInProgramme wish;
  wish.training = Seconds{2.0};
  wish.validation = Seconds{1.0};
  wish.sweep = Seconds{2.0};
  return signals::build_programme(signals::default_programme(wish));
}

}  // namespace ampsweep::test
