// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/midi_value.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using namespace ampsweep::rig;

namespace {

Knob turned_by(const MidiControl& control) {
  Knob knob;
  knob.id = "gain";
  knob.control = control;
  return knob;
}

MidiControl wide(int low, int high) {
  MidiControl control;
  control.bits = 14;
  control.low = low;
  control.high = high;
  return control;
}

/// Printed 0, 2, 10 at 127, 100, 20: a knob that runs backwards, steeper at first.
MidiControl bent() {
  MidiControl control;
  control.marks = {{0.0, 127}, {2.0, 100}, {10.0, 20}};
  return control;
}

double round_trip_error(const MidiControl& control) {
  const Knob knob = turned_by(control);
  double worst = 0.0;
  for (double value = 0.0; value <= 10.0; value += 0.003) {
    const int raw = midi_raw(knob, control, value);
    const double off = std::abs(midi_printed(knob, control, raw) - value) / 10.0;
    worst = std::max(worst, off / midi_half_step(knob, control, raw));
  }
  return worst;  // in half steps
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("midi value: linear maps run from low to high, either way, and no further") {
    const auto control = wide(16383, 100);
    const Knob knob = turned_by(control);
    CHECK(midi_raw(knob, control, 0.0) == 16383);
    CHECK(midi_raw(knob, control, 10.0) == 100);
    CHECK(midi_raw(knob, control, 1e9) == 100);
    CHECK(midi_raw(knob, control, -1e9) == 16383);
  }

  TEST_CASE("midi value: a value comes back within half a raw step, whatever the map") {
    CHECK(round_trip_error(wide(0, 16383)) <= 1.0 + 1e-9);
    CHECK(round_trip_error(wide(16383, 100)) <= 1.0 + 1e-9);
    CHECK(round_trip_error(bent()) <= 1.0 + 1e-9);
    CHECK(round_trip_error(bent()) > 0.5);
    CHECK(round_trip_error(MidiControl{}) <= 1.0 + 1e-9);
  }

  TEST_CASE("midi value: a table is straight between its marks") {
    const auto control = bent();
    const Knob knob = turned_by(control);
    CHECK(midi_raw(knob, control, 0.0) == 127);
    CHECK(midi_raw(knob, control, 2.0) == 100);
    CHECK(midi_raw(knob, control, 6.0) == 60);
    CHECK(midi_raw(knob, control, 10.0) == 20);
    CHECK(midi_printed(knob, control, 60) == doctest::Approx(6.0));
    CHECK(midi_printed(knob, control, 127) == 0.0);
  }

  TEST_CASE("midi value: the label's sigma is half the raw step at that place over sqrt 3") {
    const auto sigma = [](const MidiControl& control, int raw) {
      return midi_label(turned_by(control), control, raw).uncertainty * std::numbers::sqrt3;
    };
    CHECK(sigma(MidiControl{}, 3) == doctest::Approx(0.5 / 127.0));
    CHECK(sigma(wide(0, 16383), 3) == doctest::Approx(0.5 / 16383.0));
    CHECK(sigma(bent(), 110) == doctest::Approx(0.5 * 0.2 / 27.0));
    CHECK(sigma(bent(), 50) == doctest::Approx(0.5 * 0.8 / 80.0));
    CHECK(sigma(bent(), 100) == doctest::Approx(0.5 * 0.8 / 80.0));  // the coarser side
    CHECK(midi_half_step(turned_by(bent()), bent()) == doctest::Approx(0.5 * 0.8 / 80.0));
  }

  TEST_CASE("midi value: a switch sends the value of its position and stands there exactly") {
    MidiControl control;
    control.values = {64, 0, 127};
    Knob knob = turned_by(control);
    knob.positions = {"crunch", "clean", "lead"};
    knob.maximum = 2.0;
    CHECK(midi_raw(knob, control, 0.0) == 64);
    CHECK(midi_raw(knob, control, 1.0) == 0);
    CHECK(midi_raw(knob, control, 2.0) == 127);
    const KnobLabel label = midi_label(knob, control, 64);
    CHECK(label.printed == 0.0);
    CHECK(label.raw == 64.0);
    CHECK(label.uncertainty == 0.0);
    CHECK(midi_label(knob, control, 127).normalised == 1.0);
  }
}
