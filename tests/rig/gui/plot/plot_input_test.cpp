// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_input.hpp"

#include <doctest/doctest.h>

#include "tests/rig/gui/plot/sample_plot.hpp"

using namespace ampsweep::rig::gui;
using doctest::Approx;

namespace {

/// A plot and somebody at it.
struct Seat {
  Plot plot = crossing_lines();
  PlotView view;

  [[nodiscard]] PlotLayout layout() const { return laid_out(plot, view); }
  PlotWish give(const PlotInput& input) { return apply_input(plot, layout(), input, view); }

  PlotWish drag(Point from, Point to, PlotInput::Button PlotInput::*button, PlotInput keys = {}) {
    keys.hovered = true;
    keys.pointer = from;
    keys.*button = {true, true, false};
    (void)give(keys);
    keys.*button = {false, true, false};
    keys.pointer = {(from.x + to.x) / 2.0, (from.y + to.y) / 2.0};
    (void)give(keys);
    keys.pointer = to;
    (void)give(keys);
    keys.*button = {};
    return give(keys);
  }
  PlotWish click(Point at, PlotInput keys = {}) { return drag(at, at, &PlotInput::left, keys); }
  [[nodiscard]] Point middle() const {
    const Box area = layout().area;
    return {(area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0};
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("input: a drag moves the ranges by just what it covers") {
    Seat seat;
    const PlotLayout before = seat.layout();
    const Point from = seat.middle();
    (void)seat.drag(from, {from.x + 70.0, from.y - 30.0}, &PlotInput::left);
    const Range x = seat.view.x->range.value();
    const Range y = seat.view.y->range.value();
    CHECK(x.low == Approx(0.0 - 70.0 * 10.0 / before.area.width()));
    CHECK(x.high == Approx(10.0 - 70.0 * 10.0 / before.area.width()));
    CHECK(y.low == Approx(-0.5 - 30.0 * 11.0 / before.area.height()));
    CHECK_FALSE(seat.view.cursor_a.has_value());
  }

  TEST_CASE("input: a drag on an axis moves that axis only") {
    Seat seat;
    const PlotLayout at = seat.layout();
    (void)seat.drag({at.area.left + 50, at.area.bottom + 5},
                    {at.area.left + 90, at.area.bottom + 50}, &PlotInput::left);
    CHECK(seat.view.x->range.has_value());
    CHECK_FALSE(seat.view.y->range.has_value());
  }

  TEST_CASE("input: the wheel zooms x about the pointer, with Ctrl y, over an axis that axis") {
    struct Row {
      Point at;
      bool ctrl;
      bool x;
    };
    Seat seat;
    const PlotLayout before = seat.layout();
    const Box area = before.area;
    const Row rows[] = {{{area.left + 100, area.top + 100}, false, true},
                        {{area.left + 100, area.top + 100}, true, false},
                        {{area.left + 100, area.bottom + 5}, true, true},
                        {{area.left - 5, area.top + 100}, false, false}};
    for (const Row& row : rows) {
      fit(seat.view);
      PlotInput input;
      input.hovered = true;
      input.pointer = row.at;
      input.ctrl = row.ctrl;
      input.wheel = 1.0;
      (void)seat.give(input);
      CHECK(seat.view.x->range.has_value() == row.x);
      CHECK(seat.view.y->range.has_value() == !row.x);
      const AxisMap& map = row.x ? before.x : before.y;
      const double pixel = row.x ? row.at.x : row.at.y;
      const AxisMap now{row.x ? *seat.view.x->range : *seat.view.y->range, Scale::Linear,
                        map.at_low(), map.at_high()};
      CHECK(now.value(pixel) == Approx(map.value(pixel)));
      CHECK(now.range().high - now.range().low ==
            Approx(0.8 * (map.range().high - map.range().low)));
    }
  }

  TEST_CASE("input: a right drag zooms to its box") {
    Seat seat;
    const PlotLayout before = seat.layout();
    const Point a{before.x.pixel(2.0), before.y.pixel(8.0)};
    const Point b{before.x.pixel(5.0), before.y.pixel(3.0)};
    CHECK(seat.drag(b, a, &PlotInput::right) == PlotWish::None);
    CHECK(seat.view.x->range->low == Approx(2.0));
    CHECK(seat.view.x->range->high == Approx(5.0));
    CHECK(seat.view.y->range->low == Approx(3.0));
    CHECK(seat.view.y->range->high == Approx(8.0));
  }

  TEST_CASE("input: a flat box zooms x only, one that leaves the area ends at its edge") {
    Seat seat;
    const PlotLayout before = seat.layout();
    const Point a{before.x.pixel(4.0), before.y.pixel(5.0)};
    (void)seat.drag(a, {5000.0, a.y + 2.0}, &PlotInput::right);
    CHECK(seat.view.x->range->low == Approx(4.0));
    CHECK(seat.view.x->range->high == Approx(10.0));
    CHECK_FALSE(seat.view.y->range.has_value());
  }

  TEST_CASE("input: a right click wishes for the menu") {
    Seat seat;
    CHECK(seat.drag(seat.middle(), seat.middle(), &PlotInput::right) == PlotWish::Menu);
    CHECK_FALSE(seat.view.x->range.has_value());
  }

  TEST_CASE("input: click sets cursor A, with shift B; a hand that trembles still clicks") {
    Seat seat;
    const PlotLayout at = seat.layout();
    (void)seat.click({at.x.pixel(3.0), at.area.top + 20.0});
    PlotInput shift;
    shift.shift = true;
    const Point b{at.x.pixel(6.0), at.area.top + 20.0};
    (void)seat.drag(b, {b.x + 2.0, b.y}, &PlotInput::left, shift);
    CHECK(seat.view.cursor_a == Approx(3.0));
    CHECK(seat.view.cursor_b == Approx(6.0));
    CHECK_FALSE(seat.view.x->range.has_value());
    PlotInput clearing;
    clearing.clear = true;
    (void)seat.give(clearing);
    CHECK_FALSE(seat.view.cursor_a.has_value());
    CHECK_FALSE(seat.view.cursor_b.has_value());
  }

  TEST_CASE("input: a double click fits and leaves the cursor where it was") {
    Seat seat;
    seat.view.x->range = Range{2.0, 3.0};
    seat.view.y->range = Range{2.0, 3.0};
    seat.view.cursor_a = 2.25;
    (void)seat.click(seat.middle());
    PlotInput twice;
    twice.hovered = true;
    twice.pointer = seat.middle();
    twice.left = {true, true, true};
    (void)seat.give(twice);
    twice.left = {};
    (void)seat.give(twice);
    CHECK_FALSE(seat.view.x->range.has_value());
    CHECK_FALSE(seat.view.y->range.has_value());
    CHECK(seat.view.cursor_a == 2.25);
  }

  TEST_CASE("input: a click in the legend hides its trace, the next shows it again") {
    Seat seat;
    const Box entry = seat.layout().legend[1].box;
    const Point at{entry.left + 3.0, entry.top + 3.0};
    (void)seat.click(at);
    CHECK(seat.view.hidden.count("down") == 1);
    CHECK(seat.view.hidden.size() == 1);
    (void)seat.click(at);
    CHECK(seat.view.hidden.empty());
    CHECK_FALSE(seat.view.cursor_a.has_value());
  }

  TEST_CASE("input: keys pan by a tenth, zoom about the middle, and fit") {
    Seat seat;
    PlotInput right;
    right.pan_x = 1;
    (void)seat.give(right);
    CHECK(seat.view.x->range->low == Approx(1.0));
    PlotInput up;
    up.pan_y = 1;
    (void)seat.give(up);
    CHECK(seat.view.y->range->low == Approx(-0.5 + 1.1));
    PlotInput closer;
    closer.zoom_x = 1;
    (void)seat.give(closer);
    CHECK(seat.view.x->range->low == Approx(2.0));
    CHECK(seat.view.x->range->high == Approx(10.0));
    PlotInput home;
    home.home = true;
    (void)seat.give(home);
    CHECK_FALSE(seat.view.x->range.has_value());
    CHECK_FALSE(seat.view.y->range.has_value());
  }

  TEST_CASE("input: a linked plot moves along") {
    Seat one;
    Seat other;
    other.view.x = one.view.x;
    const Point from = one.middle();
    (void)one.drag(from, {from.x + 100.0, from.y}, &PlotInput::left);
    CHECK(other.layout().x.range() == one.layout().x.range());
    CHECK_FALSE(other.view.y->range.has_value());
  }
}
