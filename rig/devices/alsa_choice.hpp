// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace ampsweep::rig {

/// Which of `names` (RtAudio's ALSA devices in their order, "" for one that is busy) `wanted`
/// means: a name, a part of one, or a number. Throws SetupError{Device}: none, several, or one that
/// is busy, naming who has it open.
[[nodiscard]] unsigned alsa_choice(std::vector<std::string> names, const std::string& wanted);

/// Sound servers resample and lose samples without saying so (reliability.md 7.3): throws
/// SetupError{Device} for an ALSA device that leads to one.
void refuse_sound_servers(const std::string& device);

}  // namespace ampsweep::rig
