// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace ampsweep::rig {

/// A MIDI port's name without the numbers the ALSA sequencer gives at each boot and each plugging
/// in: "USB MIDI:USB MIDI MIDI 1 20:0" (RtMidi) and "a2j:USB MIDI [20] (playback): ..." (a2jmidid).
[[nodiscard]] std::string stable_midi_name(const std::string& name);

/// Positions in `ports` of those that `wanted` means, by their stable names: the exact one, else
/// all that contain it (letter case ignored). Two devices of the same name are two: which is which
/// only those numbers say, and they change.
[[nodiscard]] std::vector<std::size_t> matching_midi_ports(const std::string& wanted,
                                                           const std::vector<std::string>& ports);

}  // namespace ampsweep::rig
