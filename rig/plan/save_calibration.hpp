// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// Writes `calibration` into the [calibration] table of a rig file, in place of what stood there,
/// or as a new table at the end. A value that is not known (empty) has its key removed.
///
/// Promise: every other byte of the file stays as it was, comments and line ends included; the file
///          is replaced as a whole (temp file, fsync, rename) or not at all; what is written has
///          been read back and gives this calibration and the same rig hash.
/// Refuses: SetupError{Data}: the file is no valid rig, is a link, or cannot be written; its
///          calibration is spelled in a form that cannot be edited line by line (an inline table).
void save_calibration(const std::filesystem::path& file, const Calibration& calibration);

/// The editing alone, for tests: `text` with its calibration replaced.
[[nodiscard]] std::string with_calibration(const std::string& text, const Calibration& calibration,
                                           const std::filesystem::path& file);

}  // namespace ampsweep::rig
