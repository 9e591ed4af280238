// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// A full scale as it was measured.
struct MeasuredFullScale {
  Dbu full_scale;
  Decibels sigma;  ///< One sigma.
};

/// What `calibrate levels` found. What was not measured keeps what the file says.
struct MeasuredLevels {
  std::optional<MeasuredFullScale> output;
  std::optional<MeasuredFullScale> input;
  std::string date;  ///< ISO 8601.
};

/// Writes full scales, sigmas (to 0.0001 dB) and date into the [levels] table of a rig file, or
/// into a new one at the end.
///
/// Promise: as save_calibration(): every other byte stays, whole or not at all, read back.
/// Refuses: SetupError{Data} likewise.
void save_levels(const std::filesystem::path& file, const MeasuredLevels& levels);

/// The editing alone, for tests.
[[nodiscard]] std::string with_levels(const std::string& text, const MeasuredLevels& levels,
                                      const std::filesystem::path& file);

}  // namespace ampsweep::rig
