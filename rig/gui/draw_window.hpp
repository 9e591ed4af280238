// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"
#include "rig/gui/ui_state.hpp"

namespace ampsweep::rig::gui {

/// The whole window for one frame: bar with STOP, list of rooms, the room, status line, questions.
///
/// Keys: Esc is STOP wherever the focus is; space or Enter confirms a question; Ctrl+1 .. Ctrl+9
///       and Ctrl+Page change the room.
/// Needs: an ImGui frame has begun. Tests run it without a window.
void draw_window(const Scene& scene, UiState& state);

}  // namespace ampsweep::rig::gui
