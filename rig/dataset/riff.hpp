// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// What a WAV file says about itself, read without an audio library: libsndfile quietly shortens a
/// file whose data chunk is longer than what is there, and so would hide a truncated take.
struct RiffSummary {
  bool rf64{false};
  int format_tag{0};           ///< 1 PCM, 3 float, 65534 extensible.
  std::int64_t data_bytes{0};  ///< Length of the data chunk, all of it present.
};

/// nullopt: not a RIFF or RF64 file.
/// Faults: FileMissing, FileTruncated (data chunk longer than the file, or its length was never
///         written), FormatMismatch (no fmt or data chunk, chunks that overrun).
[[nodiscard]] Result<std::optional<RiffSummary>> riff_summary(const std::filesystem::path& path);

}  // namespace ampsweep::rig
