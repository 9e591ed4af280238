// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ampsweep::rig::formats {

/// Names of the regular files in a folder whose name ends in `end`, sorted; links are left out.
[[nodiscard]] std::vector<std::string> files_ending(const std::filesystem::path& dir,
                                                    const std::string& end);

/// Pieces between separators, empty ones too.
[[nodiscard]] std::vector<std::string> pieces_of(const std::string& text,
                                                 const std::string& separator);

/// The whole text as a number; nothing else.
[[nodiscard]] std::optional<double> whole_as_number(const std::string& text);

}  // namespace ampsweep::rig::formats
