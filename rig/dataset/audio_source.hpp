// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// The user's own audio, ready to be played: mono, at the rig's rate, level untouched.
struct AudioSource {
  std::vector<float> samples;
  SampleRate rate{48000};
  std::string name;    ///< File name without folder.
  std::string sha256;  ///< Of the file.
  std::string
      conversion;  ///< What was done, in words: "left of 2 channels; 44100 to 48000 Hz by ...".
};

/// Reads a DI file. `channel_rule` for stereo: "left", "right" or "mix" (half the sum).
/// The rate is converted by libsamplerate's best sinc converter, delay removed.
///
/// Accuracy: a 997 Hz sine from 44.1 to 48 kHz comes out within -100 dB of the sine at 48 kHz, ends
///           excluded (tests/rig/dataset/audio_source_test.cpp).
/// Refuses:  SetupError{Data} naming the file and the way out: unreadable, empty, silent, NaN or
///           infinite samples, more than two channels, an unknown rule.
/// Cost:     O(length), about 0.3 s a minute of audio; allocates.
[[nodiscard]] AudioSource load_audio(const std::filesystem::path& file,
                                     const std::string& channel_rule, SampleRate rate);

}  // namespace ampsweep::rig
