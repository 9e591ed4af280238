// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ampsweep::rig {

/// What /proc knows about ALSA devices. RtAudio gives a busy device neither name nor channels, so
/// its name and its holder have to be found here. `proc` is /proc; tests pass a folder of their
/// own.

/// Every PCM device by RtAudio's name for it, "hw:<card name>,<device number>".
[[nodiscard]] std::vector<std::string> alsa_device_names(
    const std::filesystem::path& proc = "/proc");

/// Who has a device of that name open: "jackd (pid 1234)"; nothing when it is free.
[[nodiscard]] std::optional<std::string> alsa_holder(const std::string& device,
                                                     const std::filesystem::path& proc = "/proc");

/// Whether the sequencer client of that name is connected to any other, whichever of them sends;
/// nothing where the sequencer does not say. A port that was unplugged leaves its partner
/// unconnected, even when it has come back under the same number.
[[nodiscard]] std::optional<bool> alsa_midi_connected(const std::string& client,
                                                      const std::filesystem::path& proc = "/proc");

}  // namespace ampsweep::rig
