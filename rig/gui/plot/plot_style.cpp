// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_style.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig::gui {
namespace {

constexpr std::size_t kDashes = 4;
constexpr std::size_t kMarkers = 7;  // no divisor in common with the dashes

constexpr Colour hex(std::uint32_t rgb) {
  return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8 & 0xFF),
          static_cast<std::uint8_t>(rgb & 0xFF)};
}

double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Colour c) {
  return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

}  // namespace

Colour faded(Colour colour, double alpha) {
  colour.alpha = static_cast<std::uint8_t>(std::lround(colour.alpha * std::clamp(alpha, 0.0, 1.0)));
  return colour;
}

double contrast(Colour a, Colour b) {
  const double one = luminance(a) + 0.05;
  const double other = luminance(b) + 0.05;
  return std::max(one, other) / std::min(one, other);
}

PlotStyle dark_plot_style() {
  return {.background = hex(0x16191D),
          .frame = hex(0x6B7280),
          .grid = hex(0x31363D),
          .minor_grid = hex(0x22262B),
          .text = hex(0xE6E8EB),
          .dim_text = hex(0x8A929C),
          .box = faded(hex(0x0B0D10), 0.9),
          .cursor_a = hex(0xFFFFFF),
          .cursor_b = hex(0xF0E442),
          .palette = {hex(0x56B4E9), hex(0xE69F00), hex(0x009E73), hex(0xCC79A7), hex(0xF0E442),
                      hex(0xD55E00), hex(0x0072B2), hex(0xE6E8EB)}};
}

PlotStyle light_plot_style() {
  return {.background = hex(0xFFFFFF),
          .frame = hex(0x6B7280),
          .grid = hex(0xD5D9DE),
          .minor_grid = hex(0xECEEF0),
          .text = hex(0x16191D),
          .dim_text = hex(0x666D76),
          .box = faded(hex(0xFFFFFF), 0.92),
          .cursor_a = hex(0x000000),
          .cursor_b = hex(0x0072B2),
          .palette = {hex(0x0072B2), hex(0xA67100), hex(0x008D66), hex(0xAC658C), hex(0x857E20),
                      hex(0xCC5900), hex(0x3D83AA), hex(0x16191D)}};
}

TraceLook look_of(const PlotStyle& style, std::size_t trace) {
  const Colour colour =
      style.palette.empty() ? style.text : style.palette[trace % style.palette.size()];
  return {colour, static_cast<Dash>(trace % kDashes), static_cast<Marker>(trace % kMarkers)};
}

}  // namespace ampsweep::rig::gui
