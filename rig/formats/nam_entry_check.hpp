// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rig/formats/nam_entries.hpp"

namespace ampsweep::rig::formats {

/// WAVs as every release of NAM up to 0.12 reads them: plain PCM, mono.
[[nodiscard]] const WavRule& nam_wav_rule();

/// What an entry comes to after slicing.
struct NamSlice {
  std::int64_t outputs{0};  ///< ny, worked out where it is null.
  std::int64_t pieces{1};   ///< How many of them there are.
  std::int32_t rate_hz{0};
  std::string target{};  ///< y_path,
  std::int64_t from{0};  ///< and the samples of it that the loss sees: from the first
  std::int64_t to{0};    ///< to before this one.
};

/// `pieces` of each.
[[nodiscard]] std::vector<std::int64_t> pieces_of(const std::vector<NamSlice>& slices);

/// One entry by the rules of nam/data.py: files, rates, lengths, cuts, silence before a cut, delay,
/// nx and ny, clipping. Nothing when the loader would raise.
/// Source: training-formats.md 1.3 and 2.1 (neural-amp-modeler e296039).
std::optional<NamSlice> check_nam_entry(CheckContext& check, const NamEntry& entry,
                                        std::int64_t receptive_field);

}  // namespace ampsweep::rig::formats
