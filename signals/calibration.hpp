// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

#include "signals/quantity.hpp"

namespace ampsweep {

/// RMS volts of a sine at `level` where a sine that reaches 0 dBFS peak has `full_scale` RMS volts.
/// tests/signals/calibration_test.cpp.
[[nodiscard]] inline Volts volts_of_sine(DbFsPeak level, Volts full_scale) {
  return full_scale * std::pow(10.0, level.value() / 20.0);
}

/// 0 dBu is sqrt(0.6) = 0.7746 V RMS; -inf for 0 V.
[[nodiscard]] inline Dbu dbu_of(Volts volts) {
  return Dbu{20.0 * std::log10(volts.value() / std::sqrt(0.6))};
}

}  // namespace ampsweep
