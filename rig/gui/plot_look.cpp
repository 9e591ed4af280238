// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot_look.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig::gui {
namespace {

Colour colour_of(const ImVec4& colour) {
  const auto byte = [](float share) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(share, 0.0F, 1.0F) * 255.0F));
  };
  return {byte(colour.x), byte(colour.y), byte(colour.z), byte(colour.w)};
}

}  // namespace

PlotStyle plot_style(const Look& look) {
  const Palette& p = *look.colours;
  PlotStyle style = p.text.x > p.back.x ? dark_plot_style() : light_plot_style();
  style.background = colour_of(p.panel);
  style.frame = colour_of(p.line);
  style.text = colour_of(p.text);
  style.dim_text = colour_of(p.dim);
  style.box = colour_of(p.raised);
  style.line_width = std::max(1.0, std::round(1.5 * static_cast<double>(look.scale)));
  style.marker_radius = 4.0 * static_cast<double>(look.scale);
  return style;
}

}  // namespace ampsweep::rig::gui
