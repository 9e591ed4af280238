// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// Writes what a calibration found about `knob` into the rig file: the ends of its scale; of a
/// servo marks, stops, backlash, uncertainty and date; of a MIDI knob low and high; of one turned
/// by hand its uncertainty.
///
/// Promise: as save_calibration(): every other byte stays, whole or not at all, and what is written
///          has been read back and is this knob.
/// Refuses: SetupError{Data}: no such knob, or a control that cannot be edited line by line (a list
///          over several lines).
void save_knob(const std::filesystem::path& file, const Knob& knob);

/// The editing alone, for tests.
[[nodiscard]] std::string with_knob(const std::string& text, const Knob& knob,
                                    const std::filesystem::path& file);

}  // namespace ampsweep::rig
