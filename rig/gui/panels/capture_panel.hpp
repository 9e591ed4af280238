// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/panels/capture_live.hpp"
#include "rig/gui/panels/serve_card.hpp"
#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct CapturePanelState {
  std::string dir;        ///< Folder to write; empty: the suggested one.
  std::string suggested;  ///< For which plan `dir` was made up.
  bool freewheel{false};
  CaptureLiveState live;
  ServeCardState serve;
};

/// The session: start, follow and resume it.
void draw_capture_panel(const Scene& scene, CapturePanelState& state);

}  // namespace ampsweep::rig::gui
