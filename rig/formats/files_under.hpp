// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace ampsweep::rig::formats {

/// Names of all files under `dir` that `wanted` says yes to, relative to it, '/' between folders,
/// sorted. Links to folders are not followed; what may not be read is left out.
[[nodiscard]] std::vector<std::string> files_under(
    const std::filesystem::path& dir,
    const std::function<bool(const std::filesystem::path& file)>& wanted,
    int deepest = std::numeric_limits<int>::max());

}  // namespace ampsweep::rig::formats
