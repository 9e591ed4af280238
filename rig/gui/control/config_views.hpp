// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/snapshot.hpp"

namespace ampsweep::rig::gui {

/// A rig or plan file as the editor shows it; a file that means nothing still shows its text, with
/// the reason in EditedFile::error. Never throws for what is in a file.
///
/// Thread: the file worker's.
[[nodiscard]] RigView view_rig(const std::string& path, bool simulate);
/// Builds the stimulus too: takes a moment.
[[nodiscard]] PlanView view_plan(const std::string& path, bool simulate);

/// The rig view of another choice of devices.
[[nodiscard]] RigView with_devices(RigView view, bool simulate);

/// Writes an edited file back. A path that does not exist yet becomes a new file.
/// Throws SetupError{Data} with the reason.
void save_edited(const std::string& path, const std::string& text);

}  // namespace ampsweep::rig::gui
