// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/knob.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace ampsweep::rig;

namespace {

Knob dial(double minimum, double maximum, double resolution) {
  Knob knob;
  knob.id = "dial";
  knob.minimum = minimum;
  knob.maximum = maximum;
  knob.resolution = resolution;
  return knob;
}

Knob bright() {
  Knob knob = dial(0.0, 2.0, 1.0);
  knob.id = "bright";
  knob.positions = {"off", "on", "more"};
  return knob;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("knob: normalised and printed are inverse, also on a scale that starts below 0") {
    const Knob knob = dial(-20.0, 20.0, 0.0);
    CHECK(normalised(knob, -20.0) == 0.0);
    CHECK(normalised(knob, 10.0) == 0.75);
    CHECK(printed(knob, 0.75) == 10.0);
    CHECK(normalised(knob, 40.0) == 1.5);  // not clamped
  }

  TEST_CASE("knob: snapping goes to the nearest step, stays in range and prints as written") {
    CHECK(snapped(dial(0.0, 10.0, 0.1), 0.1 * 3) == 0.3);
    CHECK(snapped(dial(0.0, 10.0, 0.5), 7.3) == 7.5);
    CHECK(snapped(dial(1.0, 11.0, 2.0), 3.9) == 3.0);
    CHECK(snapped(dial(0.0, 10.0, 0.5), 12.0) == 10.0);
    CHECK(snapped(dial(0.0, 10.0, 0.0), 3.14159) == 3.14159);
    CHECK(snapped(bright(), 1.4) == 1.0);
  }

  TEST_CASE("knob: the range holds its ends and nothing that is no number") {
    const Knob knob = dial(0.0, 10.0, 0.0);
    CHECK(in_range(knob, 0.0));
    CHECK(in_range(knob, 10.0));
    CHECK_FALSE(in_range(knob, 10.0000001));
    CHECK_FALSE(in_range(knob, std::nan("")));
    CHECK_FALSE(in_range(knob, -std::numeric_limits<double>::infinity()));
  }

  TEST_CASE("knob: a setting reads in the order of the knobs, positions by name") {
    const std::vector<Knob> knobs{bright(), dial(0.0, 10.0, 0.0)};
    CHECK(describe(knobs, {{"dial", 7.50049}, {"bright", 2.0}}) == "bright=more dial=7.5");
    CHECK(describe(knobs, {{"dial", 1.0}}) == "dial=1");
    CHECK(describe(knobs, {}).empty());
  }

  TEST_CASE("knob: names of roles, sources and actuators") {
    CHECK(std::string{to_string(KnobRole::Gain)} == "gain");
    for (const auto source : {LabelSource::Commanded, LabelSource::ReadBack, LabelSource::ByHand}) {
      CHECK(label_source(to_string(source)) == source);
    }
    CHECK_FALSE(label_source("guessed").has_value());
    CHECK(std::string{actuator_kind(SimulatedControl{})} == "simulated");
    CHECK(std::string{actuator_kind(ManualControl{})} == "manual");
    CHECK(std::string{actuator_kind(MidiControl{})} == "midi");
  }
}
