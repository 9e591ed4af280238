// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ampsweep::rig {

/// Whether `path` ('/' between parts) fits the pattern: '*' and '?' stand for anything inside one
/// part, '**' for any number of parts. Case matters. Cost: O(path x pattern).
[[nodiscard]] bool glob_match(std::string_view pattern, std::string_view path);

/// Sound files (.wav .flac .aif .aiff .w64, any case) below `dir`, relative to it, sorted as people
/// count: "out2" before "out10". Links are not followed, hidden names and what is no regular file
/// are left out. At most eight folders deep and a million files.
[[nodiscard]] std::vector<std::string> sound_files(const std::filesystem::path& dir);

/// a before b, runs of digits compared as numbers.
[[nodiscard]] bool natural_less(std::string_view a, std::string_view b);

}  // namespace ampsweep::rig
