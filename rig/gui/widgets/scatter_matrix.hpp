// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/look.hpp"
#include "rig/gui/plan_picture.hpp"

namespace ampsweep::rig::gui {

/// Knob against knob. Below the diagonal the splits, each with a colour and a shape; above it the
/// way from take to take, as far as `visited` of them. Hovering names the take in every cell.
void draw_scatter_matrix(const Look& look, const PlanPicture& picture, int visited, ImVec2 size);

/// Which shape and colour is which split.
void draw_split_legend(const Look& look);

}  // namespace ampsweep::rig::gui
