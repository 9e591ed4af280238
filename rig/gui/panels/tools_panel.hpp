// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rig/gui/panels/tool_fields.hpp"
#include "rig/gui/panels/tool_output.hpp"
#include "rig/gui/room.hpp"
#include "rig/gui/scene.hpp"
#include "rig/gui/tools/tool.hpp"
#include "rig/gui/tools/verb_form.hpp"

namespace ampsweep::rig::gui {

struct ToolsPanelState {
  std::string search;
  std::shared_ptr<const CommandFacts> of;  ///< That `tools` were made from.
  std::vector<Tool> tools;
  std::string chosen;                     ///< Name of the tool in view; empty: none yet.
  std::map<std::string, VerbForm> forms;  ///< By name: what was typed stays.
  std::vector<std::string> dropped;       ///< Files for the form, not yet put there.
  PathChooser chooser;
  ToolOutputState output;
  float form_share{0.42F};  ///< Of the height, against the output below.
};

/// Every verb of the command line: those with a room of their own lead there (`room`), all others
/// are run from a form made of what the command line says of them. It shows each run as the command
/// that does the same in a terminal.
void draw_tools_panel(const Scene& scene, ToolsPanelState& state, Room& room);

}  // namespace ampsweep::rig::gui
