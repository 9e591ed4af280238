// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct ServeCardState {
  std::string out;        ///< The trainer's output folder.
  std::string plan;       ///< Of kind "panama".
  std::string dir;        ///< Dataset folder.
  std::string suggested;  ///< The folder for which `plan` and `dir` were made up.
  bool freewheel{false};
};

/// The rig as a trainer's data collector: what it needs to know, folded away; and, while it waits
/// for the trainer, that it does.
void draw_serve_card(const Scene& scene, ServeCardState& state);

}  // namespace ampsweep::rig::gui
