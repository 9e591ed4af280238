// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace ampsweep::rig::formats {

/// A text file that someone else may have written. Throws std::runtime_error: it is missing, no
/// regular file, or larger than 64 MiB.
[[nodiscard]] std::string foreign_text(const std::filesystem::path& file);

}  // namespace ampsweep::rig::formats
