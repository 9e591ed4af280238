// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/analyze_files.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ampsweep::rig::cli {

void add_file_pair(CLI::App& verb, FilePair& pair) {
  verb.add_option("--stimulus", pair.stimulus, "what was played (WAV or FLAC)")->required();
  verb.add_option("--recording", pair.recording, "what came back (WAV or FLAC)")->required();
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
  return loaded;
}

nlohmann::ordered_json number_or_null(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

}  // namespace ampsweep::rig::cli
