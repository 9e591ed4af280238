// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/plot/plot_view.hpp"
#include "rig/gui/plot/scene.hpp"

namespace ampsweep::rig::gui {

/// The plot as it is shown, as the text of an SVG file of its own: axes, ticks, visible traces
/// thinned to pixels, legend. `size` in pixels, at least 1 x 1. Names are escaped, characters XML
/// does not allow are left out.
[[nodiscard]] std::string plot_svg(const Plot& plot, const PlotView& view, const PlotStyle& style,
                                   Size size);

/// Any scene as SVG.
[[nodiscard]] std::string svg_text(const PlotScene& scene);

/// How large SVG text of the plot is, reckoned with an average letter.
[[nodiscard]] Size svg_text_size(std::string_view text);

}  // namespace ampsweep::rig::gui
