// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// What a person read off a multimeter.
struct MeterReading {
  Volts volts;         ///< RMS.
  Decibels last_step;  ///< One sigma of the last digit: a step of it as a uniform error.
};

/// "0.245", "0,245 V", "245 mV", "-9.5 dBu", "1.2 dBV": a number and its unit, volts when there is
/// none; capitals do not matter, "rms" behind the unit is understood.
///
/// The other side of the result says in plain words what is wrong with the text, and what to type.
/// Refused: no number, an unknown unit, nothing above 0 V, more than 1000 V.
[[nodiscard]] tl::expected<MeterReading, std::string> meter_reading(const std::string& text);

}  // namespace ampsweep::rig
