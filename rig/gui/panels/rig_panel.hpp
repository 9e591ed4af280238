// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/panels/levels_card.hpp"
#include "rig/gui/scene.hpp"
#include "rig/gui/widgets/file_chooser.hpp"
#include "rig/gui/widgets/file_editor.hpp"

namespace ampsweep::rig::gui {

struct RigPanelState {
  FileChooserState chooser;
  FileEditorState editor;
  LevelsCardState levels;
  bool asked_devices{false};
};

/// What is wired: the picture with live levels, the check of the bench, its levels in volts, the
/// devices of this computer, and the rig file itself.
void draw_rig_panel(const Scene& scene, RigPanelState& state);

}  // namespace ampsweep::rig::gui
