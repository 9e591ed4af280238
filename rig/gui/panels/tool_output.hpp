// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "rig/gui/scene.hpp"
#include "rig/gui/tools/output_text.hpp"

namespace ampsweep::rig::gui {

struct ToolOutputState {
  std::shared_ptr<const VerbView> of;  ///< That `lines` were made from,
  std::size_t columns{0};              ///< for a pane of this many characters.
  std::vector<OutputLine> lines;
  std::size_t longest{0};
};

/// How the verb that was run last ended, and what it printed, to read, copy and save.
void draw_tool_output(const Scene& scene, ToolOutputState& state);

}  // namespace ampsweep::rig::gui
