// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// What a chooser is to find.
enum class Choose { File, Folder };

struct FileChooserState {
  bool open{false};
  std::string typed;   ///< Path in the field.
  std::string ending;  ///< Files without it are not listed; empty: all.
};

/// Opens the chooser at `start` (a file, a folder or nothing).
void open_chooser(const Scene& scene, FileChooserState& state, const std::string& start,
                  const std::string& ending = "");

/// The dialog while it is open. Returns the path that was chosen, once.
[[nodiscard]] std::optional<std::string> draw_file_chooser(const Scene& scene, const char* title,
                                                           Choose what, FileChooserState& state);

}  // namespace ampsweep::rig::gui
