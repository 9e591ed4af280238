// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct LogPanelState {
  std::string filter;
};

/// What happened, newest last, with the time of day and the room it belongs to.
void draw_log_panel(const Scene& scene, LogPanelState& state);

}  // namespace ampsweep::rig::gui
