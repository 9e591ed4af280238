// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <vector>

#include "rig/measure/knob_effects.hpp"
#include "rig/measure/take_measurement.hpp"
#include "rig/model/bench_volts.hpp"

namespace ampsweep::rig {

/// A page for a person: what each part says in a line or two, with its doubt. Volts, dBu and
/// watts where they are known.
void print_measurement(std::ostream& out, const TakeMeasurement& measured, const BenchVolts& volts);

/// What each knob does, and which are dead, reversed or coarse.
void print_knobs(std::ostream& out, const std::vector<KnobEffects>& effects);

}  // namespace ampsweep::rig
