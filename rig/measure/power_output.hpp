// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>

#include "rig/dataset/json.hpp"
#include "rig/measure/power_figures.hpp"

namespace ampsweep::rig {

/// Power at 1, 5 and 10 % THD and input sensitivity, for scripts and for people. What a ladder does
/// not reach is said, with its highest rung; docs/measurement/power.md lists the keys.
[[nodiscard]] Json power_json(const PowerFigures& power, const BenchVolts& volts);
void print_power(std::ostream& out, const PowerFigures& power, const BenchVolts& volts);

}  // namespace ampsweep::rig
