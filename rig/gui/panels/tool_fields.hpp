// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/scene.hpp"
#include "rig/gui/tools/verb_form.hpp"
#include "rig/gui/widgets/file_chooser.hpp"

namespace ampsweep::rig::gui {

/// The one chooser of the form, and whose value it is for.
struct PathChooser {
  FileChooserState dialog;
  Choose what{Choose::File};
  std::string label;     ///< Of the argument or option.
  std::size_t value{0};  ///< Which of its values.
  std::string last;      ///< What was chosen last: the next one is often beside it.
};

/// The fields of one argument or option, one for each of its values: a tick, a list of words, a
/// text with what stands if it is left empty, or a path with its chooser.
void draw_tool_field(const Scene& scene, const OptionFacts& option, Filled& filled,
                     PathChooser& chooser);

/// The dialog while it is open: what was chosen goes into `form`.
void draw_path_chooser(const Scene& scene, const CommandFacts& verb, VerbForm& form,
                       PathChooser& chooser);

}  // namespace ampsweep::rig::gui
