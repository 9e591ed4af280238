// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "rig/gui/plan_picture.hpp"
#include "rig/gui/plan_wish.hpp"
#include "rig/gui/scene.hpp"
#include "rig/gui/widgets/file_chooser.hpp"
#include "rig/gui/widgets/file_editor.hpp"

namespace ampsweep::rig::gui {

struct PlanPanelState {
  FileChooserState chooser;
  FileEditorState editor;
  std::shared_ptr<const Job> of;  ///< What `picture` was made from.
  PlanPicture picture;
  int visited{0};
  PlanWish wish;
  std::string wish_for;  ///< Hash of the rig that `wish` was suggested for.
};

/// Which settings are captured: the knob space, what it costs, and the plan file itself.
void draw_plan_panel(const Scene& scene, PlanPanelState& state);

}  // namespace ampsweep::rig::gui
