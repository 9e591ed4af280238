// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rig/formats/check_context.hpp"

namespace ampsweep::rig::formats {

/// WAVs as every release of NAM up to 0.12 reads them: plain PCM, mono.
[[nodiscard]] const WavRule& nam_wav_rule();

/// One entry of `train` or `validation`, `common` merged under it.
struct NamEntry {
  std::string where;  ///< "data.json/train/0"
  Json keys;
};

/// The entries of one part, an object or a list. Findings: missing_part, unknown_key (stock Dataset
/// takes keyword arguments: any other key is a TypeError), missing_key.
/// `extra`: keys that a fork takes out before.
[[nodiscard]] std::vector<NamEntry> nam_entries(CheckContext& check, const std::string& file,
                                                const Json& data, const char* part,
                                                const std::set<std::string>& extra = {});

/// What an entry comes to after slicing.
struct NamSlice {
  std::int64_t outputs{0};  ///< ny, worked out where it is null.
  std::int32_t rate_hz{0};
};

/// One entry by the rules of nam/data.py: files, rates, lengths, cuts, silence before a cut, delay,
/// nx and ny, clipping. Nothing when the loader would raise.
/// Source: training-formats.md 1.3 and 2.1 (neural-amp-modeler e296039).
std::optional<NamSlice> check_nam_entry(CheckContext& check, const NamEntry& entry,
                                        std::int64_t receptive_field);

/// A list becomes one ConcatDataset: all its ny and rates must be equal.
void check_nam_concat(CheckContext& check, const std::string& where,
                      const std::vector<NamSlice>& slices);

/// nx of the model in `model.json`, or that of the standard WaveNet where there is none.
[[nodiscard]] std::int64_t nam_receptive_field(CheckContext& check);

}  // namespace ampsweep::rig::formats
