// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/dataset/json.hpp"
#include "rig/model/knob.hpp"

namespace ampsweep::rig::formats {

/// What only a person knows. Empty: left as the file has it, or as the dataset tells.
struct NamMetadataWishes {
  std::optional<int> take;  ///< Which one the model was trained on ...
  Setting setting;          ///< ... or the setting; neither: the only accepted one.
  std::string output;       ///< What it was trained on; empty: the main output.
  bool reverse{false};      ///< It was trained on an export with --reverse.
  std::string name, modeled_by, gear_make, gear_model, gear_type, tone_type;
  std::optional<double> validation_esr;
};

/// Merges what the dataset knows into a trained model's JSON: user metadata, and under
/// metadata.ampsweep the setting, delay and ESR. Weights, config and everything unknown stay byte
/// for byte the same numbers; values that are not known leave the file's own alone. Refuses:
/// SetupError{Data}: no .nam (version, architecture, config, weights); no such take.
///          SetupError{Usage}: a gear or tone type that NAM does not have; more than one take fits.
[[nodiscard]] Json with_nam_metadata(Json model, const Dataset& dataset,
                                     const NamMetadataWishes& wishes);

/// Reads FILE.nam, writes `out` whole or not at all. 64 MiB at most.
void write_nam_metadata(const std::filesystem::path& nam, const std::filesystem::path& dataset,
                        const std::filesystem::path& out, const NamMetadataWishes& wishes);

[[nodiscard]] const std::vector<std::string>& nam_gear_types();
[[nodiscard]] const std::vector<std::string>& nam_tone_types();

}  // namespace ampsweep::rig::formats
