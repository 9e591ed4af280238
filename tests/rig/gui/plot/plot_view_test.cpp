// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_view.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/rig/gui/plot/sample_plot.hpp"

using namespace ampsweep::rig::gui;
using doctest::Approx;

TEST_SUITE("unit") {
  TEST_CASE("plot view: fits all visible data, with a margin above and below") {
    const Plot plot = crossing_lines();
    const PlotView view;
    const ShownRanges shown = shown_ranges(plot, view);
    CHECK(shown.x == Range{0.0, 10.0});
    CHECK(shown.y.low == Approx(-0.5));
    CHECK(shown.y.high == Approx(10.5));
  }

  TEST_CASE("plot view: y fits what the x range shows, and only visible traces") {
    const Plot plot = crossing_lines();
    PlotView view;
    view.x->range = Range{0.0, 2.0};
    view.hidden.insert("down");
    CHECK(shown_ranges(plot, view).y.low == Approx(-0.1));
    CHECK(shown_ranges(plot, view).y.high == Approx(2.1));
  }

  TEST_CASE("plot view: a logarithmic axis fits what it can show") {
    Plot plot = crossing_lines();
    plot.x.scale = plot.y.scale = Scale::Log;
    const ShownRanges shown = shown_ranges(plot, PlotView{});
    CHECK(shown.x == Range{1.0, 10.0});
    CHECK(shown.y.low > 0.5);
    CHECK(shown.y.low <= 1.0);
  }

  TEST_CASE(
      "plot view: bars have room at both sides, and stand on zero where zero means something") {
    Plot plot = harmonic_bars();
    CHECK(shown_ranges(plot, PlotView{}).x == Range{1.5, 5.5});
    CHECK(shown_ranges(plot, PlotView{}).y.high < -10.0);  // levels: zero is not in
    CHECK(shown_ranges(plot, PlotView{}).y.low < -95.0);
    plot.y.unit = Unit::Percent;
    CHECK(shown_ranges(plot, PlotView{}).y.high == 0.0);
  }

  TEST_CASE("plot view: an axis can say itself what fits") {
    Plot plot = crossing_lines();
    plot.x.fit = Range{-5.0, 5.0};
    CHECK(shown_ranges(plot, PlotView{}).x == Range{-5.0, 5.0});
  }

  TEST_CASE("plot view: degenerate data has a range all the same") {
    for (const auto& y : {std::vector<double>{}, std::vector<double>{NAN}, std::vector<double>{3.0},
                          std::vector<double>{-1.0, 0.0}, std::vector<double>{5, 5, 5}}) {
      for (const Scale scale : {Scale::Linear, Scale::Log}) {
        Plot plot;
        plot.x.scale = plot.y.scale = scale;
        plot.traces = {{"t", TraceKind::Line, TraceData::uniform(0, 1, y), {}},
                       {"none", TraceKind::Line, nullptr, {}}};
        const ShownRanges shown = shown_ranges(plot, PlotView{});
        CHECK(shown.x.high > shown.x.low);
        CHECK(shown.y.high > shown.y.low);
        CHECK(std::isfinite(shown.y.high - shown.y.low));
      }
    }
  }

  TEST_CASE("plot view: plots that share an axis show the same") {
    const Plot one = crossing_lines();
    Plot other = crossing_lines();
    other.traces = {
        {"late", TraceKind::Line, TraceData::uniform(20, 1, std::vector<double>{1, 2, 3}), {}}};
    PlotView a;
    PlotView b;
    b.x = a.x;
    for (int frame = 1; frame <= 2; ++frame) {
      report_extents(one, a, frame);
      if (frame == 2) CHECK(shown_ranges(one, a).x == Range{0.0, 22.0});  // knows from before
      report_extents(other, b, frame);
      CHECK(shown_ranges(other, b).x == Range{0.0, 22.0});
    }
    for (int frame = 3; frame <= 4; ++frame) report_extents(one, a, frame);  // the other is gone
    CHECK(shown_ranges(one, a).x == Range{0.0, 10.0});
    b.x->range = Range{1.0, 2.0};
    CHECK(shown_ranges(one, a).x == Range{1.0, 2.0});
    fit(a);
    CHECK_FALSE(b.x->range.has_value());
  }
}
