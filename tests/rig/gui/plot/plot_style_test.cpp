// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_style.hpp"

#include <doctest/doctest.h>

#include <set>
#include <utility>

using namespace ampsweep::rig::gui;
using doctest::Approx;

TEST_SUITE("unit") {
  TEST_CASE("plot style: contrast is that of WCAG") {
    CHECK(contrast({0, 0, 0}, {255, 255, 255}) == Approx(21.0));
    CHECK(contrast({255, 255, 255}, {255, 255, 255}) == Approx(1.0));
    CHECK(contrast({119, 119, 119}, {255, 255, 255}) == Approx(4.48).epsilon(0.002));  // #777
    CHECK(contrast({255, 0, 0}, {255, 255, 255}) == Approx(3.998).epsilon(0.002));
  }

  TEST_CASE("plot style: every colour of a trace stands out 3:1 from every ground it meets") {
    constexpr Colour kImGuiDark{15, 15, 15};      // ImGuiCol_WindowBg of StyleColorsDark
    constexpr Colour kImGuiLight{240, 240, 240};  // and of StyleColorsLight
    const std::pair<PlotStyle, Colour> themes[] = {{dark_plot_style(), kImGuiDark},
                                                   {light_plot_style(), kImGuiLight}};
    for (const auto& [style, window] : themes) {
      REQUIRE(style.palette.size() == 8);
      for (const Colour colour : style.palette) {
        CAPTURE(int{colour.red});
        CAPTURE(int{colour.green});
        CHECK(contrast(colour, style.background) >= 3.0);
        CHECK(contrast(colour, window) >= 3.0);
      }
      for (const Colour text : {style.text, style.dim_text}) {
        CHECK(contrast(text, style.background) >= 4.5);
        CHECK(contrast(text, window) >= 4.5);
      }
      for (const Colour line : {style.cursor_a, style.cursor_b, style.frame}) {
        CHECK(contrast(line, style.background) >= 3.0);
      }
    }
  }

  TEST_CASE("plot style: without any colour, dash and marker tell 28 traces apart") {
    const PlotStyle style = dark_plot_style();
    std::set<std::pair<Dash, Marker>> looks;
    for (std::size_t i = 0; i < 28; ++i) {
      looks.insert({look_of(style, i).dash, look_of(style, i).marker});
    }
    CHECK(looks.size() == 28);
    CHECK(look_of(style, 8).colour == style.palette[0]);
  }

  TEST_CASE("plot style: fading keeps the colour") {
    CHECK(faded({1, 2, 3, 200}, 0.5) == Colour{1, 2, 3, 100});
    CHECK(faded({1, 2, 3}, 7.0) == Colour{1, 2, 3, 255});
  }
}
