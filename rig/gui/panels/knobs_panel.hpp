// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "rig/gui/panels/learn_dialog.hpp"
#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct KnobsPanelState {
  std::map<std::string, std::string> typed;  ///< Values being typed, by knob.
  LearnDialogState learn;
};

/// Each knob of the rig as a knob: turn it here and it turns on the amp.
void draw_knobs_panel(const Scene& scene, KnobsPanelState& state);

}  // namespace ampsweep::rig::gui
