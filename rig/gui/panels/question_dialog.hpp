// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct QuestionState {
  int id{0};          ///< Of the question `typed` belongs to.
  std::string typed;  ///< A meter's reading.
};

/// What the session asks, over everything else: a check-list to read, or knobs to turn in figures
/// that can be read from the amp. Space or Enter says yes, N says no, U or Backspace
/// that the turn before was wrong, Esc is STOP. A question that
/// wants text takes it with Enter.
void draw_question(const Scene& scene, QuestionState& state);

}  // namespace ampsweep::rig::gui
