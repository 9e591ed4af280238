// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct SignalPanelState {
  std::string dropped;  ///< A sound file that was dropped on the window.
};

void draw_signal_panel(const Scene& scene, SignalPanelState& state);

}  // namespace ampsweep::rig::gui
