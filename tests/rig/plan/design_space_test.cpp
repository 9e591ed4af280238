// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/design_space.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace ampsweep::rig;

namespace {

Knob dial(double resolution) {
  Knob knob;
  knob.id = "dial";
  knob.resolution = resolution;
  return knob;
}

Knob midi(double minimum, double maximum, int low, int high) {
  Knob knob = dial(0.0);
  knob.minimum = minimum;
  knob.maximum = maximum;
  MidiControl control;
  control.low = low;
  control.high = high;
  knob.control = control;
  return knob;
}

/// Steps of 0.1 up to 2, of 0.2 above; backwards.
Knob uneven_midi() {
  Knob knob = midi(0.0, 10.0, 0, 127);
  std::get<MidiControl>(knob.control).marks = {{0.0, 100}, {2.0, 80}, {10.0, 40}};
  return knob;
}

double sampled(const Axis& axis, double unit) {
  return setting_sampled({{axis}, {}}, UnitPoint{unit}).at("dial");
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("design space: a knob with a resolution stands on its steps") {
    CHECK(reachable(dial(0.1), 3.1415) == 3.1);
    CHECK(reachable(dial(2.5), 3.8) == 5.0);
    CHECK(lowest_step(dial(2.5), 2.6) == 5.0);
    CHECK(highest_step(dial(2.5), 2.4) == 0.0);
    CHECK(lowest_step(dial(0.1), 0.3) == 0.3);
    CHECK(highest_step(dial(0.1), 0.3) == 0.3);
  }

  TEST_CASE("design space: a MIDI knob without resolution stands where a whole CC number puts it") {
    const Knob knob = midi(-20.0, 20.0, 0, 127);
    for (int cc = 0; cc <= 127; ++cc) {
      const double exact = -20.0 + 40.0 * cc / 127.0;
      CHECK(reachable(knob, exact + 0.1) == doctest::Approx(exact).epsilon(1e-9));
    }
    CHECK(reachable(knob, -20.0) == -20.0);
    CHECK(reachable(knob, 20.0) == 20.0);
  }

  TEST_CASE("design space: a reversed CC of 10 numbers has 11 values") {
    CHECK(level_count({midi(0.0, 10.0, 60, 50), 0.0, 10.0}) == 11);
    CHECK(reachable(midi(0.0, 10.0, 60, 50), 3.4) == 3.0);
  }

  TEST_CASE("design space: a MIDI table's values are those of its raw steps, near or far apart") {
    const Knob knob = uneven_midi();
    CHECK(level_count({knob, 0.0, 10.0}) == 61);
    CHECK(level_count({knob, 2.0, 10.0}) == 41);
    CHECK(reachable(knob, 1.26) == 1.3);
    CHECK(reachable(knob, 5.05) == 5.0);
    CHECK(reachable(knob, 5.15) == 5.2);
    CHECK(lowest_step(knob, 1.94) == 2.0);
    CHECK(highest_step(knob, 2.19) == 2.0);
    CHECK(lowest_step(knob, 2.01) == 2.2);
    CHECK(step_above(knob, 2.0) == 2.2);
    CHECK(step_below(knob, 2.0) == 1.9);
    CHECK(step_above(knob, 10.0) == 10.0);
    CHECK(step_below(knob, 0.0) == 0.0);
    CHECK(sampled({knob, 0.0, 10.0}, 0.5) == 5.0);  // even in what is printed
    CHECK(sampled({knob, 0.0, 10.0}, 0.999) == 10.0);
  }

  TEST_CASE("design space: a continuous knob keeps six decimals") {
    CHECK(reachable(dial(0.0), 3.14159265) == 3.141593);
    CHECK(level_count({dial(0.0), 0.0, 10.0}) == 0);
  }

  TEST_CASE("design space: levels of a stretch, settings of a space, bounded by the limit") {
    const Axis stretch{dial(0.5), 1.0, 9.0};
    CHECK(level_count(stretch) == 17);
    CHECK(setting_count({{stretch, stretch}, {}}, 5000) == 289);
    CHECK(setting_count({{stretch, stretch, stretch}, {}}, 1000) == 1000);
    CHECK(setting_count({{{dial(0.0), 0.0, 1.0}}, {}}, 5000) == 5000);
    CHECK(setting_count({{}, {}}, 5000) == 1);
  }

  TEST_CASE("design space: sampling gives each of 5 positions a fifth, end stops included") {
    const Axis five{dial(2.5), 0.0, 10.0};
    std::map<double, int> hits;
    for (int i = 0; i < 1000; ++i) ++hits[sampled(five, (i + 0.5) / 1000.0)];
    CHECK(hits ==
          std::map<double, int>{{0.0, 200}, {2.5, 200}, {5.0, 200}, {7.5, 200}, {10.0, 200}});
  }

  TEST_CASE("design space: samples stay inside the stretch of the axis") {
    const Axis stretch{dial(0.1), 1.0, 9.0};
    CHECK(sampled(stretch, 0.0) == 1.0);
    CHECK(sampled(stretch, 0.999999999) == 9.0);
    CHECK(sampled({dial(0.0), 2.0, 3.0}, 0.25) == 2.25);
  }

  TEST_CASE("design space: corners and middle are the nearest values, fixed knobs come along") {
    const DesignSpace space{{{dial(0.1), 1.0, 10.0}}, {{"master", 4.0}}};
    CHECK(setting_at(space, UnitPoint{0.0}) == Setting{{"dial", 1.0}, {"master", 4.0}});
    CHECK(setting_at(space, UnitPoint{0.5}) == Setting{{"dial", 5.5}, {"master", 4.0}});
    CHECK(setting_at(space, UnitPoint{1.0}) == Setting{{"dial", 10.0}, {"master", 4.0}});
  }
}
