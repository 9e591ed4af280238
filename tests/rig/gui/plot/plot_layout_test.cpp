// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_layout.hpp"

#include <doctest/doctest.h>

#include "tests/rig/gui/plot/sample_plot.hpp"

using namespace ampsweep::rig::gui;

TEST_SUITE("unit") {
  TEST_CASE("layout: the area leaves room for every label") {
    const PlotLayout at = laid_out(crossing_lines(), PlotView{});
    for (const Tick& tick : at.y_ticks.ticks) {
      CHECK(at.area.left >= letters_of_7(tick.label).width + 6.0);
    }
    CHECK(at.area.top > 13.0 * 3.0);  // title, legend, name of the y axis
    CHECK(at.area.bottom <= 400.0 - 26.0);
    const Tick& last = at.x_ticks.ticks.back();
    CHECK(at.x.pixel(last.value) + letters_of_7(last.label).width / 2.0 <= 800.0);
    CHECK(at.x.at_low() == at.area.left);
    CHECK(at.y.at_low() == at.area.bottom);
  }

  TEST_CASE("layout: a legend entry is hit where it stands, and only there") {
    const PlotLayout at = laid_out(crossing_lines(), PlotView{});
    REQUIRE(at.legend.size() == 2);
    for (const LegendEntry& entry : at.legend) {
      CHECK(legend_at(at, {entry.box.left + 1.0, entry.box.top + 1.0}) == entry.trace);
      CHECK(entry.box.bottom <= at.area.top);
    }
    CHECK_FALSE(legend_at(at, {at.area.left + 5.0, at.area.top + 5.0}));
  }

  TEST_CASE("layout: a long legend wraps, takes a third at most, and says what it left out") {
    Plot plot = crossing_lines();
    for (int i = 0; i < 100; ++i) plot.traces.push_back({"trace " + std::to_string(i), {}, {}, {}});
    const PlotLayout at = laid_out(plot, PlotView{});
    CHECK(at.legend.size() + at.legend_left_out == 102);
    CHECK(at.legend_left_out > 0);
    CHECK(at.area.top < 400.0 / 3.0 + 45.0);
    for (const LegendEntry& entry : at.legend) CHECK(entry.box.right <= 800.0);
  }

  TEST_CASE("layout: even a tiny plot has an area") {
    for (const Size size : {Size{1, 1}, Size{30, 200}, Size{200, 30}}) {
      const PlotLayout at = laid_out(crossing_lines(), PlotView{}, size);
      CHECK(at.area.width() >= 1.0);
      CHECK(at.area.height() >= 1.0);
    }
  }

  TEST_CASE("layout: an axis is titled with its unit") {
    CHECK(axis_title("level", "dBc") == "level (dBc)");
    CHECK(axis_title("", "Hz") == "Hz");
    CHECK(axis_title("harmonic", "") == "harmonic");
  }
}
