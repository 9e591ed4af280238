// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ampsweep::rig::gui {

struct Colour {
  std::uint8_t red{0};
  std::uint8_t green{0};
  std::uint8_t blue{0};
  std::uint8_t alpha{255};
  friend bool operator==(const Colour&, const Colour&) = default;
};

[[nodiscard]] Colour faded(Colour colour, double alpha);

/// WCAG 2.1 contrast ratio of two opaque colours, 1 to 21.
/// Source: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
[[nodiscard]] double contrast(Colour a, Colour b);

enum class Dash { Solid, Dashed, Dotted, DashDot };
enum class Marker { Circle, Square, Triangle, Diamond, Cross, Plus, DownTriangle };

/// What tells a trace apart: the pair of dash and marker is its own for 28 traces, with no colour.
struct TraceLook {
  Colour colour;
  Dash dash{Dash::Solid};
  Marker marker{Marker::Circle};
};

/// Every colour and width a plot draws with.
struct PlotStyle {
  Colour background;
  Colour frame;
  Colour grid;
  Colour minor_grid;
  Colour text;
  Colour dim_text;  ///< Of hidden traces in the legend.
  Colour box;       ///< Behind read-outs.
  Colour cursor_a;
  Colour cursor_b;
  std::vector<Colour> palette;
  double line_width{2.0};  ///< Whole pixels: the window then draws smooth lines from its texture.
  double marker_radius{4.0};
};

/// Palettes after Okabe and Ito, "Color Universal Design" (2008), https://jfly.uni-koeln.de/color/
/// , told apart with every kind of colour blindness. On light ground the pale ones are darkened in
/// linear light, their hue kept. Contrast with the ground of the plot and of Dear ImGui's own dark
/// and light windows is at least 3:1 (plot_style_test.cpp).
[[nodiscard]] PlotStyle dark_plot_style();
[[nodiscard]] PlotStyle light_plot_style();

/// The look of the n-th trace of a plot.
[[nodiscard]] TraceLook look_of(const PlotStyle& style, std::size_t trace);

}  // namespace ampsweep::rig::gui
