// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/snapshot.hpp"

namespace ampsweep::rig::gui {

/// Folders first, then files, each by name; hidden ones left out. A folder that cannot be read has
/// the reason in `error`. An empty path is the user's home.
[[nodiscard]] FolderView view_folder(const std::string& path);

/// $HOME, or "/" where there is none.
[[nodiscard]] std::string home_folder();

}  // namespace ampsweep::rig::gui
