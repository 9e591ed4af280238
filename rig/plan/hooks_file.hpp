// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rig/model/hook.hpp"

namespace ampsweep::rig {

/// $XDG_CONFIG_HOME/ampsweep/hooks.toml, or ~/.config/...; the only place hooks come from: a rig,
/// plan or dataset from somebody else runs nothing.
[[nodiscard]] std::filesystem::path hooks_path();

/// The hooks of the user's configuration; none when there is no file.
/// Refuses: SetupError{Data} with the line; a file that somebody else owns or may write.
[[nodiscard]] std::vector<Hook> load_hooks(const std::filesystem::path& file);
[[nodiscard]] std::vector<Hook> parse_hooks(const std::string& text,
                                            const std::filesystem::path& file);

}  // namespace ampsweep::rig
