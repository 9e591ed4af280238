// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct LevelsCardState {
  LevelsWish wish;
  double tone_hz{LevelsWish{}.tone.value()};
  double level_dbfs_peak{LevelsWish{}.level.value()};
};

/// Digital levels in volts: what the rig file knows, and the wizard that finds it with a meter.
void draw_levels_card(const Scene& scene, LevelsCardState& state);

}  // namespace ampsweep::rig::gui
