// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "rig/gui/snapshot.hpp"

namespace ampsweep::rig::gui {

/// What the window remembers, as JSON. A missing file is a first start: empty. A file that means
/// nothing is a first start too: nothing in it is worth an error.
[[nodiscard]] std::optional<Remembered> load_settings(const std::filesystem::path& file);
/// Failing to write is not worth an error either; returns whether it worked.
bool save_settings(const std::filesystem::path& file, const Remembered& settings);

[[nodiscard]] std::string settings_text(const Remembered& settings);
[[nodiscard]] std::optional<Remembered> parse_settings(const std::string& text);

/// $XDG_CONFIG_HOME/ampsweep/window.json, or ~/.config/...
[[nodiscard]] std::filesystem::path settings_path();

}  // namespace ampsweep::rig::gui
