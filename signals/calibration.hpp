// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <numbers>

#include "signals/level.hpp"

namespace ampsweep {

// Digital levels in volts. `full_scale` is always the RMS volts of a sine that just reaches 0 dBFS
// peak. tests/signals/calibration_test.cpp.

/// RMS volts of a sine of this peak level.
[[nodiscard]] inline Volts volts_of_sine(DbFsPeak level, Volts full_scale) {
  return full_scale * amplitude(level);
}

/// RMS volts of anything (hum, noise) of this RMS level.
[[nodiscard]] inline Volts volts_of_rms(DbFsRms level, Volts full_scale) {
  return full_scale * (std::numbers::sqrt2 * rms_amplitude(level));
}

/// 0 dBu is sqrt(0.6) = 0.7746 V RMS; -inf for 0 V.
[[nodiscard]] inline Dbu dbu_of(Volts volts) {
  return Dbu{20.0 * std::log10(volts.value() / std::sqrt(0.6))};
}

[[nodiscard]] inline Volts volts_of(Dbu level) {
  return Volts{std::sqrt(0.6) * std::pow(10.0, level.value() / 20.0)};
}

}  // namespace ampsweep
