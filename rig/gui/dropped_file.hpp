// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/scene.hpp"
#include "rig/gui/ui_state.hpp"

namespace ampsweep::rig::gui {

/// What was dropped on the window goes where it belongs: WAV to Signal, TOML to the room in view
/// (Plan, else Rig), anything else to Dataset as a folder; with Tools in view, everything into the
/// form there.
void take_dropped(const Scene& scene, UiState& state, const std::string& path);

}  // namespace ampsweep::rig::gui
