// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace ampsweep::rig::gui {

/// What the numbers of an axis or a read-out are in.
enum class Unit {
  None,
  Count,  ///< Whole numbers: orders of harmonics, takes.
  Hertz,
  Decibels,  ///< A ratio.
  DbFsPeak,
  DbFsRms,
  Dbc,  ///< Over the fundamental.
  Dbu,
  Percent,
  Seconds,
  Samples,
  Volts,
  Watts,
  Ohms,
  Degrees,
};

/// "Hz", "dBFS peak", "samples"; empty for plain numbers.
[[nodiscard]] std::string_view unit_text(Unit unit);

/// Levels in decibels: nothing is special about their zero.
[[nodiscard]] bool is_level(Unit unit);

/// A value as a person reads it: "12.35 kHz", "-3.02 dB", "1.5 ms", "2 min 5 s", "not measured" for
/// NaN. Four digits with a prefix where the unit takes one, two decimals for decibels.
/// `resolution`: the smallest step that must stay visible (what a pixel is worth, say); 0: none.
/// Only characters of Latin-1: the built-in font has no others.
[[nodiscard]] std::string format_value(double value, Unit unit, double resolution = 0.0);

/// "12.50" -> "12.5", "12.00" -> "12"; whole numbers stay.
[[nodiscard]] std::string without_trailing_zeros(std::string number);

/// "1.5e+07" -> "1.5e7". Digits are those after the point.
[[nodiscard]] std::string scientific(double value, int digits);

}  // namespace ampsweep::rig::gui
