// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ampsweep::rig {

struct FolderFile {
  std::string name;  ///< Relative to the folder, '/' between parts.
  std::uintmax_t bytes{0};
};

/// Regular files below `dir`, sorted as people count: "out2" before "out10". Links are not
/// followed, hidden names are left out. At most eight folders deep and a million files.
[[nodiscard]] std::vector<FolderFile> folder_files(const std::filesystem::path& dir);

/// Sound files (.wav .flac .aif .aiff .w64, any case) among them.
[[nodiscard]] std::vector<std::string> sound_files(const std::filesystem::path& dir);

/// a before b, runs of digits compared as numbers.
[[nodiscard]] bool natural_less(std::string_view a, std::string_view b);

}  // namespace ampsweep::rig
