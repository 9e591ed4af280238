// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ampsweep::rig {

/// Status bytes of MIDI 1.0: the kinds of channel messages, channel taken off, and where other
/// messages begin.
inline constexpr int kMidiNoteOff = 0x80;
inline constexpr int kMidiNoteOn = 0x90;
inline constexpr int kMidiController = 0xB0;
inline constexpr int kMidiProgram = 0xC0;
inline constexpr int kMidiChannelPressure = 0xD0;
inline constexpr int kMidiFirstStatus = kMidiNoteOff;  ///< Below: data.
inline constexpr int kMidiFirstSystem = 0xF0;
inline constexpr int kMidiFirstRealTime = 0xF8;
inline constexpr int kMidiKindMask = 0xF0;
inline constexpr int kMidiChannelMask = 0x0F;

}  // namespace ampsweep::rig
