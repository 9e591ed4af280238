// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace ampsweep::rig {

/// The whole content of a text file of at most 1 MiB.
/// Refuses: SetupError{Data} when it is missing, a folder or device, unreadable or larger.
[[nodiscard]] std::string read_text_file(const std::filesystem::path& file);

/// Replaces the content of an existing regular file as a whole: temp file beside it, fsync, rename,
/// fsync of the folder. Permissions stay. Links are not followed.
/// Promise: after a failure or a power cut the file is the old one or the new one, never a part.
/// Refuses: SetupError{Data}.
void replace_file(const std::filesystem::path& file, const std::string& content);

}  // namespace ampsweep::rig
