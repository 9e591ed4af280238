// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/panels/tool_fields.hpp"
#include "rig/gui/scene.hpp"
#include "rig/gui/tools/verb_form.hpp"

namespace ampsweep::rig::gui {

/// A verb as a form: each argument and option with its field and what it is for, what is wrong with
/// it below the field, and the verb's last words at the end.
void draw_tool_form(const Scene& scene, const CommandFacts& verb, VerbForm& form,
                    PathChooser& chooser);

}  // namespace ampsweep::rig::gui
