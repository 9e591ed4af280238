// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/analyze_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ampsweep::rig::cli {
namespace {

/// Figures are read from the first channel. What is wrong with a file must name that file, and not
/// the other one that it is compared with.
void require_sound(const WavAudio& audio, const std::string& file, const char* option) {
  const auto& sound = audio.channels.at(0);
  const bool finite =
      std::all_of(sound.begin(), sound.end(), [](float sample) { return std::isfinite(sample); });
  const bool silent =
      std::all_of(sound.begin(), sound.end(), [](float sample) { return sample == 0.0F; });
  if (finite && !silent) return;
  throw SetupError(SetupKind::Data,
                   fmt::format("{} ({}) {}", file, option,
                               !finite         ? "holds NaN or infinity"
                               : sound.empty() ? "holds no samples"
                                               : "is silent from its start to its end"),
                   "another file");
}

}  // namespace

void add_file_pair(CLI::App& verb, FilePair& pair) {
  verb.add_option("--stimulus", pair.stimulus, "what was played (WAV or FLAC)")
      ->type_name(kFile)
      ->required();
  verb.add_option("--recording", pair.recording, "what came back (WAV or FLAC)")
      ->type_name(kFile)
      ->required();
}

LoadedPair load(const FilePair& pair) {
  LoadedPair loaded{require_wav(pair.stimulus), require_wav(pair.recording)};
  if (loaded.stimulus.rate() != loaded.recording.rate()) {
    throw SetupError(
        SetupKind::Data,
        fmt::format("{} has {} Hz, {} has {} Hz", pair.stimulus, loaded.stimulus.rate().value(),
                    pair.recording, loaded.recording.rate().value()),
        "compare files of one sample rate");
  }
  require_sound(loaded.stimulus, pair.stimulus, "--stimulus");
  require_sound(loaded.recording, pair.recording, "--recording");
  return loaded;
}

}  // namespace ampsweep::rig::cli
