// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/capture/levels_report.hpp"
#include "rig/capture/steady_tone.hpp"

namespace ampsweep::rig {

/// What was sent, and where it is expected.
struct ExpectedTone {
  Hertz frequency;
  DbFsPeak sent;
  SampleRate rate;
  std::string input;
};

/// Level of the tone at the return, by least squares.
///
/// Throws SetupError{Device} with the number and the limit: a peak above -1 dBFS, less than 40 dB
/// between tone and idle noise or between tone and its THD+N, no tone at all.
[[nodiscard]] ReturnedTone returned_tone(const HeardTone& heard, const ExpectedTone& expected);

/// RMS level; -400 for digital silence.
[[nodiscard]] DbFsRms idle_level(const std::vector<float>& sound);

}  // namespace ampsweep::rig
