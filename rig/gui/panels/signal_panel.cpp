// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/signal_panel.hpp"

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {

void draw_signal_panel(const Scene& scene, SignalPanelState&) { heading(scene.look, "Signal"); }

}  // namespace ampsweep::rig::gui
