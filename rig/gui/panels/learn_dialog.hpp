// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"
#include "rig/model/knob.hpp"

namespace ampsweep::rig::gui {

struct LearnDialogState {
  std::string knob;          ///< Whose dialog is open; empty: none.
  bool whole_travel{false};  ///< The person turned it from one end stop to the other.
  bool began{false};         ///< The lesson was seen on the board.
};

/// "Learn" below a knob that is turned over MIDI: opens the dialog.
void draw_learn_button(const Scene& scene, const Knob& knob, LearnDialogState& state);
/// The dialog: listens, shows what comes in, offers to keep it. Drawn once, after all knobs.
void draw_learn_dialog(const Scene& scene, LearnDialogState& state);

}  // namespace ampsweep::rig::gui
