// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include "analysis/refusal.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::cli {

/// Names of what was played and what came back.
struct FilePair {
  std::string stimulus;
  std::string recording;
};

struct LoadedPair {
  WavAudio stimulus;
  WavAudio recording;
};

/// Adds --stimulus and --recording.
void add_file_pair(CLI::App& verb, FilePair& pair);
/// Both files. Throws SetupError (Data) naming the file when one cannot be read, is
/// silent or not finite (the stimulus is looked at first), or when their rates differ.
[[nodiscard]] LoadedPair load(const FilePair& pair);

/// The figure, or SetupError (Data) naming `what` and the reason of the refusal.
template <class T>
T require(analysis::Measured<T> measured, const std::string& what) {
  if (!measured) throw SetupError(SetupKind::Data, what + ": " + measured.error().detail, "");
  return std::move(*measured);
}

}  // namespace ampsweep::rig::cli
