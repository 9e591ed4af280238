// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/calibrate_knob.hpp"

#include "rig/plan/knob_value.hpp"

namespace ampsweep::rig {
namespace {

[[noreturn]] void refuse_exact(const Knob& knob) {
  throw SetupError(SetupKind::Usage,
                   "knob \"" + knob.id + "\" is simulated: it stands exactly where it is sent",
                   "a rig file whose knobs are turned by servo, over MIDI or by hand");
}

KnobCalibration by_servo(const Rig& rig, const Knob& knob, const CalibrationDevices& devices,
                         const KnobWish& wish, const CalibrationObserver& observer,
                         const std::stop_token& stop) {
  Rig without_knobs = rig;  // no other is turned
  without_knobs.knobs.clear();
  Bench bench = devices.bench(without_knobs);
  const auto drive = devices.servo(std::get<ServoControl>(knob.control), *bench.clock);
  KnobCalibration found;
  found.servo =
      calibrate_servo(knob, {*drive, *bench.person, *bench.clock}, wish.servo, observer, stop);
  found.knob = found.servo->knob;
  found.date = bench.clock->utc();
  std::get<ServoControl>(found.knob.control).calibrated = found.date;
  return found;
}

KnobCalibration by_midi(const Rig& rig, const Knob& knob, const CalibrationDevices& devices,
                        const KnobWish& wish, const CalibrationObserver& observer,
                        const std::stop_token& stop) {
  Rig alone = rig;
  alone.knobs = {as_cc_values(knob)};
  Bench bench = devices.bench(alone);
  KnobCalibration found;
  found.midi =
      calibrate_midi(knob, *bench.actuators.front(), *bench.person, wish.midi, observer, stop);
  found.knob = found.midi->knob;
  found.date = bench.clock->utc();
  return found;
}

KnobCalibration by_hand(const Knob& knob, const KnobWish& wish) {
  if (!wish.uncertainty) {
    throw SetupError(SetupKind::Usage,
                     "knob \"" + knob.id +
                         "\" is turned by hand: there is nothing to calibrate, its scale is what "
                         "you read",
                     "--uncertainty-percent 2 to say how far a hand setting may be off, % of the "
                     "travel");
  }
  KnobCalibration set;
  set.knob = knob;
  std::get<ManualControl>(set.knob.control).uncertainty = *wish.uncertainty;
  return set;
}

}  // namespace

KnobCalibration calibrate_knob(const Rig& rig, const std::string& id,
                               const CalibrationDevices& devices, const KnobWish& wish,
                               const CalibrationObserver& observer, const std::stop_token& stop) {
  const Knob& knob = knob_named(rig.knobs, id, rig.file, 0, "knob");
  if (turned_by_hand(knob)) return by_hand(knob, wish);
  if (rig.audio.api == AudioApi::Simulated) refuse_exact(knob);
  if (std::holds_alternative<ServoControl>(knob.control)) {
    return by_servo(rig, knob, devices, wish, observer, stop);
  }
  if (std::holds_alternative<MidiControl>(knob.control)) {
    return by_midi(rig, knob, devices, wish, observer, stop);
  }
  refuse_exact(knob);
}

}  // namespace ampsweep::rig
