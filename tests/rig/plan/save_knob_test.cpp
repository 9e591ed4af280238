// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/save_knob.hpp"

#include <doctest/doctest.h>

#include "refusal_of.hpp"
#include "rig/plan/inline_table.hpp"
#include "rig/plan/rig_file.hpp"
#include "sample_files.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

std::string servo_rig(const std::string& knob) {
  return "name = \"s\"\n[audio]\napi = \"simulated\"\n[[knob]]\nid = \"gain\" # the left one\n" +
         knob + "\n[[knob]]\nid = \"bass\"\ncontrol = { kind = \"manual\" } # by hand\n";
}

const std::string kBelow =
    "[knob.control]\nkind = \"feetech\"\nport = \"bus\"\nid = 3\nlow = 620 # a guess\nhigh = "
    "3480\nstops = [450, 3650] # too\npot = \"p16\"\n";

/// The gain knob as a calibration leaves it.
Knob calibrated(const std::string& text) {
  Knob knob = parse_rig(text, "x").knobs.front();
  auto& servo = std::get<ServoControl>(knob.control);
  knob.minimum = 0.3;
  knob.maximum = 9.7;
  servo.marks = {{0.3, 640.0}, {5.0, 1900.0}, {9.7, 3400.0}};
  servo.stop_low = 500.0;
  servo.stop_high = 3600.0;
  servo.backlash_deg = 1.25;
  servo.uncertainty_deg = 0.5;
  servo.calibrated = "2026-11-22T08:00:00.000Z";
  return knob;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("save knob: a calibrated servo replaces what it replaces, comments stay") {
    const std::string text = servo_rig(kBelow);
    const std::string saved = with_knob(text, calibrated(text), "x");
    CHECK(saved ==
          servo_rig("minimum = 0.3\nmaximum = 9.7\n"
                    "[knob.control]\nkind = \"feetech\"\nport = \"bus\"\nid = 3\n"
                    "stops = [500, 3600] # too\npot = \"p16\"\nmark_values = [0.3, 5, 9.7]\n"
                    "mark_positions = [640, 1900, 3400]\nbacklash_deg = 1.25\n"
                    "uncertainty_deg = 0.5\ndate = \"2026-11-22T08:00:00.000Z\"\n"));
    const Knob again = parse_rig(saved, "x").knobs.front();
    CHECK(std::get<ServoControl>(again.control).calibrated == "2026-11-22T08:00:00.000Z");
    CHECK(with_knob(saved, again, "x") == saved);
  }

  TEST_CASE("save knob: an inline control loses low and high wherever they stand") {
    for (const char* ends : {"low = 620, high = 3480, kind = \"feetech\", ",
                             "kind = \"feetech\", low = 620, high = 3480, ",
                             "high=3480,kind = \"feetech\" ,low=620, "}) {
      const std::string text = servo_rig("minimum = 0\ncontrol = { " + std::string{ends} +
                                         "port = \"bus\", id = 3, stops = [450, 3650], pot = "
                                         "\"p16\" }  # servo");
      const std::string saved = with_knob(text, calibrated(text), "x");
      CHECK(test::contains(saved, "\nminimum = 0.3\n"));
      CHECK(test::contains(saved, "mark_positions = [640, 1900, 3400]"));
      CHECK_FALSE(test::contains(saved, "3480"));
      CHECK(test::contains(saved, "}  # servo"));
    }
    CHECK_FALSE(with_inline_keys("control = { low = 1 }", "control", {{"low", ""}}));
    CHECK(with_inline_keys("control = { a = 1 }", "control", {{"low", ""}}) ==
          "control = { a = 1 }");
  }

  TEST_CASE("save knob: MIDI ends and a hand's uncertainty") {
    const std::string text =
        servo_rig("control = { kind = \"midi\", port = \"a\", controller = 9 } # out");
    Knob midi = parse_rig(text, "x").knobs.front();
    std::get<MidiControl>(midi.control).low = 3;
    std::get<MidiControl>(midi.control).high = 120;
    CHECK(with_knob(text, midi, "x") ==
          servo_rig("control = { kind = \"midi\", port = \"a\", controller = 9, low = 3, high = "
                    "120 } # out"));
    Knob hand = parse_rig(text, "x").knobs.back();
    std::get<ManualControl>(hand.control).uncertainty = 0.03;
    CHECK(test::contains(with_knob(text, hand, "x"),
                         "control = { kind = \"manual\", uncertainty = 0.03 } # by hand"));
  }

  TEST_CASE("save knob: a list over several lines is refused with how to write it") {
    const std::string text = servo_rig(
        "[knob.control]\nkind = \"feetech\"\nport = \"bus\"\nid = 3\nlow = 620\nhigh = 3480\n"
        "stops = [\n450,\n3650]\npot = \"p16\"\n");
    CHECK(test::contains(test::refusal_of([&] { (void)with_knob(text, calibrated(text), "x"); }),
                         "each list on one line"));
  }
}
