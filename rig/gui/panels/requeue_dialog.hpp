// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct RequeueDialogState {
  int take{-1};  ///< Asked about; -1: nothing is asked.
  std::string reason;
};

/// The button that takes an accepted take back, and the question before it does.
void draw_requeue(const Scene& scene, const TakeRecord& record, RequeueDialogState& state);

}  // namespace ampsweep::rig::gui
