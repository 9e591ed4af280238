// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "rig/model/midi_learn.hpp"
#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// What was learned about a knob that is turned over MIDI.
struct LearnedControl {
  int channel{1};
  int controller{0};
  /// CC at the knob's minimum and maximum; nothing: what the file says stays.
  std::optional<std::pair<int, int>> travel{};
};

/// What goes into the file: the ends only where they were seen for certain. A turn that runs over
/// all 128 values was the whole travel; of any other only the person knows (`whole_travel`).
[[nodiscard]] LearnedControl control_of(const LearnedKnob& learned, bool whole_travel);

/// Writes channel and controller, and low and high when known, into the control of a knob, in place
/// of what stood there.
///
/// Promise: as save_calibration(): every other byte stays, whole or not at all, read back.
/// Refuses: SetupError{Data}: no such knob, not turned over MIDI (its port is nothing that could be
///          learned), or another knob has that controller already.
void save_control(const std::filesystem::path& file, const std::string& knob,
                  const LearnedControl& learned);

/// The editing alone, for tests.
[[nodiscard]] std::string with_control(const std::string& text, const std::string& knob,
                                       const LearnedControl& learned,
                                       const std::filesystem::path& file);

}  // namespace ampsweep::rig
