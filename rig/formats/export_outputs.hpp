// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"

namespace ampsweep::rig::formats {

/// `--output all`. An output of that name can only be had among all.
inline constexpr const char* kAllOutputs = "all";

/// Names of what was recorded of the amp: the main output as the rig calls its first input, then
/// the further ones (takes-<output>/) in the order they first appear. A name of the ledger that
/// could not be a folder is left out.
[[nodiscard]] std::vector<std::string> outputs_of(const Dataset& dataset);

/// Those of a wish: "" the main one, kAllOutputs all, else the one of that name.
/// Refuses: SetupError{Usage}: there is none of that name; says which there are.
[[nodiscard]] std::vector<std::string> wished_outputs(const Dataset& dataset,
                                                      const std::string& wish);

/// One output of an accepted take.
struct OutputFile {
  std::string file;  ///< Relative to the dataset: takes/00003.wav, takes-mic/00003.wav.
  std::string sha256;
};

/// Of each of `outputs`; empty: the take lacks one of them. Needs: record.accepted().
[[nodiscard]] std::vector<OutputFile> sounds_of(const Dataset& dataset, const AttemptRecord& record,
                                                const std::vector<std::string>& outputs);

}  // namespace ampsweep::rig::formats
