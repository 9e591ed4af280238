// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "rig/gui/look.hpp"
#include "rig/gui/plot/plot_style.hpp"

namespace ampsweep::rig::gui {

/// A sample of the line that the n-th setting has in every plot, as high as a line of text; what
/// comes next stands beside it.
void draw_swatch(const Look& look, const PlotStyle& style, std::size_t place);

}  // namespace ampsweep::rig::gui
