// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/gui_front.hpp"

namespace ampsweep::rig::gui {

/// Opens the window and stays until it is closed; a session that still runs then is stopped and the
/// bench left safe. Throws SetupError{Device} where no window can be opened.
///
/// Thread: the process's first.
void run_gui(const GuiFront& front);

}  // namespace ampsweep::rig::gui
