// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/readout.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/rig/gui/plot/sample_plot.hpp"

using namespace ampsweep::rig::gui;

namespace {

std::vector<std::string> texts(const PlotScene& scene) {
  std::vector<std::string> found;
  for (const SceneItem& item : scene.front) {
    if (const auto* label = std::get_if<Label>(&item)) found.push_back(label->text);
  }
  return found;
}

bool has(const std::vector<std::string>& all, const std::string& text) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("read-out: gives the nearest point of every visible trace") {
    const Plot plot = crossing_lines();
    PlotView view;
    const PlotLayout at = laid_out(plot, view);
    const auto found = points_at(plot, view, at, 3.4);
    REQUIRE(found.size() == 2);
    CHECK(found[0].point == 3);
    CHECK(found[1].trace == 1);
    CHECK(points_at(plot, view, at, 3.6)[0].point == 4);
    view.hidden.insert("up");
    REQUIRE(points_at(plot, view, at, 3.4).size() == 1);
    CHECK(points_at(plot, view, at, 3.4)[0].trace == 1);
  }

  TEST_CASE("read-out: of steps it is the value that holds") {
    Plot plot = crossing_lines();
    plot.traces[0].kind = TraceKind::Steps;
    const PlotLayout at = laid_out(plot, PlotView{});
    CHECK(points_at(plot, PlotView{}, at, 3.9)[0].point == 3);
    CHECK(points_at(plot, PlotView{}, at, 4.0)[0].point == 4);
  }

  TEST_CASE("read-out: a trace that ends elsewhere has no value here") {
    Plot plot = crossing_lines();
    plot.traces[1].data = TraceData::uniform(0, 1, std::vector<double>{1, 2});
    const PlotLayout at = laid_out(plot, PlotView{});
    CHECK(points_at(plot, PlotView{}, at, 8.0).size() == 1);
    CHECK(points_at(plot, PlotView{}, at, 1.0).size() == 2);
    CHECK(points_at(plot, PlotView{}, at, NAN).empty());
  }

  TEST_CASE("read-out: the nearest point is nearest as drawn, within reach") {
    const Plot plot = crossing_lines();
    const PlotLayout at = laid_out(plot, PlotView{});
    const Point up3{at.x.pixel(3.0), at.y.pixel(3.0)};
    const auto hit = nearest_point(plot, PlotView{}, at, {up3.x + 4.0, up3.y - 3.0});
    REQUIRE(hit.has_value());
    CHECK(hit->trace == 0);
    CHECK(hit->point == 3);
    const Point down3{at.x.pixel(3.0), at.y.pixel(7.0)};
    CHECK(nearest_point(plot, PlotView{}, at, down3)->trace == 1);
    CHECK_FALSE(nearest_point(plot, PlotView{}, at, {up3.x + 20.0, up3.y}));
  }

  TEST_CASE("read-out: among a million points the hit is still close") {
    Plot plot = crossing_lines();
    plot.traces = {{"a", {}, TraceData::uniform(0, 1e-5, std::vector<float>(1000000, 1.0F)), {}}};
    const PlotLayout at = laid_out(plot, PlotView{});
    const auto hit = nearest_point(plot, PlotView{}, at, {at.x.pixel(5.0), at.y.pixel(1.0)});
    REQUIRE(hit.has_value());
    CHECK(plot.traces[0].data->x(hit->point) == doctest::Approx(5.0).epsilon(0.01));
  }

  TEST_CASE("read-out: says what is known of a point") {
    const Plot plot = harmonic_bars();
    const PlotLayout at = laid_out(plot, PlotView{});
    CHECK(point_text(plot, at, {0, 0}) == "-20.00 dBc");
    CHECK(point_text(plot, at, {0, 2}) == "< -90.00 dBc");
    CHECK(point_text(plot, at, {0, 3}) == "< -85.00 dBc");
    Plot gap = crossing_lines();
    gap.traces[0].data = TraceData::uniform(0, 1, std::vector<double>{NAN, 1.0});
    CHECK(point_text(gap, laid_out(gap, PlotView{}), {0, 0}) == "not measured");
  }

  TEST_CASE("read-out: hovering lists x and every value, in units") {
    const Plot plot = crossing_lines();
    const PlotLayout at = laid_out(plot, PlotView{});
    PlotScene scene;
    add_hover(plot, PlotView{}, at, dark_plot_style(), letters_of_7,
              {at.x.pixel(3.0), at.y.pixel(7.0)}, scene);
    const auto all = texts(scene);
    for (const char* text : {"3 s", "up", "3 V", "> down", "7 V"}) {
      CAPTURE(text);
      CHECK(has(all, text));
    }
    PlotScene outside;
    add_hover(plot, PlotView{}, at, dark_plot_style(), letters_of_7, {1.0, 1.0}, outside);
    CHECK(texts(outside).empty());
  }

  TEST_CASE("read-out: two cursors show their values and what lies between") {
    const Plot plot = crossing_lines();
    PlotView view;
    view.cursor_a = 2.0;
    view.cursor_b = 7.0;
    const PlotLayout at = laid_out(plot, view);
    PlotScene scene;
    add_cursors(plot, view, at, dark_plot_style(), letters_of_7, scene);
    const auto all = texts(scene);
    for (const char* text :
         {"A  2 s", "B  7 s", "B - A  5 s", "2 V", "7 V", "5 V", "8 V", "3 V", "-5 V"}) {
      CAPTURE(text);
      CHECK(has(all, text));
    }
  }

  TEST_CASE("read-out: the difference of two levels is a ratio, of a limit there is none") {
    CHECK(difference_unit(Unit::DbFsPeak) == Unit::Decibels);
    CHECK(difference_unit(Unit::Volts) == Unit::Volts);
    const Plot plot = harmonic_bars();
    PlotView view;
    view.cursor_a = 2.0;
    view.cursor_b = 3.0;
    const auto both = [&] {
      PlotScene scene;
      add_cursors(plot, view, laid_out(plot, view), dark_plot_style(), letters_of_7, scene);
      return texts(scene);
    };
    CHECK(has(both(), "-20.00 dB"));
    view.cursor_b = 4.0;
    CHECK(has(both(), "< -90.00 dBc"));
    CHECK_FALSE(has(both(), "-75.00 dB"));
    view.cursor_a.reset();
    view.cursor_b.reset();
    CHECK(both().empty());
  }
}
