// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_csv.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/rig/gui/plot/sample_plot.hpp"

using namespace ampsweep::rig::gui;

TEST_SUITE("unit") {
  TEST_CASE("plot csv: one row for every x in range, units in the header") {
    CHECK(plot_csv(crossing_lines(), PlotView{}, {3.0, 5.5}) ==
          "time (s),up (V),down (V)\n3,3,7\n4,4,6\n5,5,5\n");
  }

  TEST_CASE("plot csv: hidden traces stay out") {
    PlotView view;
    view.hidden.insert("up");
    CHECK(plot_csv(crossing_lines(), view, {0.0, 0.5}) == "time (s),down (V)\n0,10\n");
  }

  TEST_CASE("plot csv: limits have a column, what was not measured is empty") {
    CHECK(plot_csv(harmonic_bars(), PlotView{}, {4.0, 5.0}) ==
          "harmonic,amp (dBc),amp limit (dBc)\n4,-95,-90\n5,,-85\n");
  }

  TEST_CASE("plot csv: traces with their own x are merged, equal x in one row") {
    Plot plot;
    plot.traces = {{"a", {}, TraceData::points({1, 2, 4}, std::vector<float>{0.1F, 2, 4}), {}},
                   {"b", {}, TraceData::points({2, 3, 3}, std::vector<double>{0.1, 5, 6}), {}}};
    CHECK(plot_csv(plot, PlotView{}, {0, 9}) == "x,a,b\n1,0.1,\n2,2,0.1\n3,,5\n3,,6\n4,4,\n");
  }

  TEST_CASE("plot csv: every digit that counts, of floats and of doubles") {
    Plot plot;
    const double third = 1.0 / 3.0;
    plot.traces = {{"a", {}, TraceData::points({third}, std::vector<double>{third}), {}}};
    CHECK(plot_csv(plot, PlotView{}, {0, 9}) == "x,a\n0.3333333333333333,0.3333333333333333\n");
  }

  TEST_CASE("plot csv: names are quoted, formulas are text") {
    Plot plot;
    plot.traces = {{"=1+1", {}, TraceData::points({}, Values{}), {}},
                   {"gain 5, \"hot\"", {}, TraceData::points({}, Values{}), {}}};
    CHECK(plot_csv(plot, PlotView{}, {0, 9}) == "x,'=1+1,\"gain 5, \"\"hot\"\"\"\n");
  }

  TEST_CASE("plot csv: a long trace comes whole, not as drawn") {
    Plot plot;
    plot.traces = {{"a", {}, TraceData::uniform(0, 1, std::vector<float>(50000, 1.0F)), {}}};
    const std::string text = plot_csv(plot, PlotView{}, {10000.0, 39999.0});
    CHECK(std::count(text.begin(), text.end(), '\n') == 30001);
  }
}
