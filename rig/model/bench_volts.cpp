// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/bench_volts.hpp"

#include "signals/calibration.hpp"

namespace ampsweep::rig {

std::optional<VoltsAt> BenchVolts::heard() const {
  if (at_load) return VoltsAt{*at_load, "load"};
  if (at_return) return VoltsAt{*at_return, "return"};
  return std::nullopt;
}

BenchVolts bench_volts(const Rig& rig) {
  BenchVolts volts;
  volts.load = rig.load.impedance;
  volts.rated = rig.load.amp_power;
  if (rig.levels.output_full_scale) {
    volts.amp_input = volts_of(*rig.levels.output_full_scale + rig.levels.amp_send_gain);
  }
  if (rig.levels.input_full_scale) {
    volts.at_return = volts_of(*rig.levels.input_full_scale);
    if (rig.load.line_out) {
      volts.at_load = volts_of(*rig.levels.input_full_scale - *rig.load.line_out);
    }
  }
  return volts;
}

}  // namespace ampsweep::rig
