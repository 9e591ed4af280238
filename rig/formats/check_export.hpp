// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>

#include "rig/formats/check_report.hpp"

namespace ampsweep::rig::formats {

/// Reads a folder again as the loader of `format` would, ours or anyone's. Writes nothing.
/// `progress`: WAVs read, WAVs in the folder, and the one that is read next.
/// Refuses: SetupError{Data}: no such folder, a manifest that cannot be read.
[[nodiscard]] CheckReport check_export(
    Format format, const std::filesystem::path& dir, const std::stop_token& stop = {},
    const std::function<void(int, int, const std::string&)>& progress = {});

}  // namespace ampsweep::rig::formats
