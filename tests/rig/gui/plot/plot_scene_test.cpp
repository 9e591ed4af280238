// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_scene.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/rig/gui/plot/sample_plot.hpp"

using namespace ampsweep::rig::gui;

namespace {

template <class Item>
std::vector<Item> all(const std::vector<SceneItem>& items) {
  std::vector<Item> found;
  for (const SceneItem& item : items) {
    if (const auto* one = std::get_if<Item>(&item)) found.push_back(*one);
  }
  return found;
}

bool says(const PlotScene& scene, const std::string& text) {
  const auto labels = all<Label>(scene.front);
  return std::any_of(labels.begin(), labels.end(), [&](const Label& l) { return l.text == text; });
}

PlotScene scene_of(const Plot& plot, const PlotView& view = {}) {
  return plot_scene(plot, view, laid_out(plot, view), dark_plot_style());
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("scene: a plot without data says so") {
    Plot nothing_measured = crossing_lines();
    for (Trace& trace : nothing_measured.traces) {
      trace.data = TraceData::uniform(0, 1, std::vector<double>{NAN, NAN});
    }
    Plot not_yet = crossing_lines();
    for (Trace& trace : not_yet.traces) trace.data = nullptr;
    for (const Plot& plot : {Plot{}, nothing_measured, not_yet})
      CHECK(says(scene_of(plot), "no data"));
    CHECK_FALSE(says(scene_of(crossing_lines()), "no data"));
  }

  TEST_CASE("scene: with all traces hidden it says how to get them back") {
    PlotView view;
    view.hidden = {"up", "down"};
    const PlotScene scene = scene_of(crossing_lines(), view);
    CHECK(says(scene, "all traces are hidden: click one in the legend"));
    CHECK(all<Path>(scene.traces).empty());
    CHECK(says(scene, "up"));
  }

  TEST_CASE("scene: bars below their limit are hollow, measured ones filled") {
    const auto bars = all<Rectangle>(scene_of(harmonic_bars()).traces);
    REQUIRE(bars.size() == 4);
    CHECK(bars[0].fill.alpha == 255);
    CHECK(bars[1].fill.alpha == 255);
    CHECK(bars[2].fill.alpha == 0);
    CHECK(bars[3].fill.alpha == 0);
    CHECK(bars[3].edge.alpha == 255);
  }

  TEST_CASE("scene: several lines differ in dash and carry their markers, one alone carries none") {
    Plot plot = crossing_lines();
    const PlotScene both = scene_of(plot);
    const auto paths = all<Path>(both.traces);
    REQUIRE(paths.size() == 2);
    CHECK(paths[0].dash != paths[1].dash);
    CHECK(all<PlotMark>(both.traces).size() >= 4);
    plot.traces.pop_back();
    CHECK(all<PlotMark>(scene_of(plot).traces).empty());
  }

  TEST_CASE("scene: marks on lines lie on points of the lines") {
    const Plot plot = crossing_lines();
    const PlotLayout at = laid_out(plot, PlotView{});
    for (const PlotMark& mark : all<PlotMark>(scene_of(plot).traces)) {
      const double x = at.x.value(mark.at.x);
      CHECK(x == doctest::Approx(std::round(x)).epsilon(1e-9));
    }
  }

  TEST_CASE("scene: a line as rough as noise is drawn solid") {
    Plot plot = crossing_lines();
    std::vector<float> noise(100000);
    for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<float>(i * 7919 % 101);
    plot.traces[1].data = TraceData::uniform(0, 0.0001, noise);
    const auto paths = all<Path>(scene_of(plot).traces);
    REQUIRE(paths.size() == 2);
    CHECK(paths[1].dash == Dash::Solid);
  }

  TEST_CASE("scene: marked lines show every point, scatter no line, limits a thin one") {
    Plot plot = crossing_lines();
    plot.traces[0].kind = TraceKind::MarkedLine;
    plot.traces[1].kind = TraceKind::Scatter;
    const PlotScene scene = scene_of(plot);
    CHECK(all<PlotMark>(scene.traces).size() == 22);
    CHECK(all<Path>(scene.traces).size() == 1);
    plot.traces[1].data =
        TraceData::uniform(0, 1, std::vector<double>(11, 5.0), std::vector<double>(11, 6.0));
    const auto marks = all<PlotMark>(scene_of(plot).traces);
    CHECK(std::count_if(marks.begin(), marks.end(),
                        [](const PlotMark& m) { return m.fill == Fill::Hollow; }) == 11);
    CHECK(all<Path>(scene_of(plot).traces).size() == 2);
  }

  TEST_CASE("scene: a trace can bring its own colour") {
    Plot plot = crossing_lines();
    plot.traces[0].colour = Colour{1, 2, 3};
    CHECK(all<Path>(scene_of(plot).traces)[0].colour == Colour{1, 2, 3});
  }
}
