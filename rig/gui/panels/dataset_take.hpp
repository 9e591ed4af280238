// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// Everything that is known of one attempt of a take, and the other attempts to choose from.
/// `attempt` 0: the accepted one, else the last.
void draw_dataset_take(const Scene& scene, const TakeRecord& record, int attempt);

/// The attempt of this number; 0: the accepted one, else the last. nullptr: there is none.
[[nodiscard]] const AttemptRecord* attempt_of(const TakeRecord& record, int attempt);

}  // namespace ampsweep::rig::gui
