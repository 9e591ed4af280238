// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "rig/model/midi_control.hpp"

namespace ampsweep::rig {

/// One whole MIDI message: status byte and data. No running status.
using MidiMessage = std::vector<std::uint8_t>;

/// channel 1..16; numbers and values 0..127.
[[nodiscard]] MidiMessage control_change(int channel, int controller, int value);
[[nodiscard]] MidiMessage program_change(int channel, int program);

/// What sets a control to a raw value, in the order in which it must arrive: the coarse half before
/// the fine one, a parameter's number (99, 98 or 101, 100) before its data (6, 38); then the null
/// parameter (RPN 127, 127), so that no stray data entry moves it later.
/// Source: MIDI 1.0 detailed specification, "Control change", "Registered parameter numbers".
[[nodiscard]] std::vector<MidiMessage> midi_messages(const MidiControl& control, int raw);

/// How long it lasts on a DIN cable: 31,250 baud, 10 bits a byte.
[[nodiscard]] std::chrono::microseconds time_on_cable(const MidiMessage& message);

}  // namespace ampsweep::rig
