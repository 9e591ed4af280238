// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/look.hpp"
#include "rig/gui/plot/plot_style.hpp"

namespace ampsweep::rig::gui {

/// Plots in the colours and at the scale of the window.
[[nodiscard]] PlotStyle plot_style(const Look& look);

}  // namespace ampsweep::rig::gui
