// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rig/gui/scene.hpp"
#include "rig/gui/stimulus_picture.hpp"
#include "rig/gui/widgets/file_chooser.hpp"

namespace ampsweep::rig::gui {

struct SignalPanelState {
  FileChooserState chooser;
  std::string dropped;            ///< A sound file that was dropped on the window.
  std::shared_ptr<const Job> of;  ///< What the pictures below were made from.
  std::vector<Envelope> picture;
  std::vector<StimulusPart> parts;
};

/// What is played: the stimulus with its parts on a time line, and whose audio it is.
void draw_signal_panel(const Scene& scene, SignalPanelState& state);

}  // namespace ampsweep::rig::gui
