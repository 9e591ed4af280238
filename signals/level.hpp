// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

#include "signals/quantity.hpp"

namespace ampsweep {

[[nodiscard]] inline double ratio(Decibels gain) { return std::pow(10.0, gain.value() / 20.0); }
[[nodiscard]] inline Decibels decibels(double ratio) { return Decibels{20.0 * std::log10(ratio)}; }

/// Peak sample value of a level: amplitude(DbFsPeak{-6.02}) = 0.5.
[[nodiscard]] inline double amplitude(DbFsPeak level) {
  return std::pow(10.0, level.value() / 20.0);
}
[[nodiscard]] inline double rms_amplitude(DbFsRms level) {
  return std::pow(10.0, level.value() / 20.0);
}
/// -inf for silence.
[[nodiscard]] inline DbFsPeak level_of_peak(double peak) {
  return DbFsPeak{20.0 * std::log10(peak)};
}
[[nodiscard]] inline DbFsRms level_of_rms(double rms) { return DbFsRms{20.0 * std::log10(rms)}; }

}  // namespace ampsweep
