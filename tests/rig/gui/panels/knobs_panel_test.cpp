// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/knobs_panel.hpp"

#include <doctest/doctest.h>

#include "gui_desk.hpp"
#include "tests/support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

struct KnobsDesk : test::GuiDesk {
  KnobsPanelState state;
  KnobsDesk() {
    draw = [this](const Scene& scene) { draw_knobs_panel(scene, state); };
  }
  void choose(const Rig& rig) { now.rig.in_force = std::make_shared<const Rig>(rig); }
};

Rig midi_rig() {
  Rig rig = test::small_rig();
  MidiControl control;
  control.port = "amp";
  control.controller = 20;
  rig.knobs[0].control = control;
  rig.knobs[1].control = ManualControl{};
  return rig;
}

LearnReport learned(int controller) {
  HeardController heard;
  heard.channel = 3;
  heard.controller = controller;
  heard.highest = 127;
  heard.last = 127;
  heard.count = 128;
  return {{{"pedal", {heard}}}, LearnedKnob{heard, std::pair{0, 127}}};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("knobs room: drawn without a rig, without positions, with labels, with 64 knobs") {
    KnobsDesk desk;
    desk.frames(2);
    CHECK(desk.shows("Choose a rig first"));
    desk.choose(test::small_rig());
    desk.frames(2);
    CHECK(desk.shows("not moved yet: unknown"));
    desk.now.knobs["gain"] = {"gain", 7.5, 0.75, 96.0, LabelSource::ReadBack, 0.004};
    desk.frames(2);
    CHECK(desk.shows("read back, +- 0.4 % of travel"));
    Rig many = test::small_rig();
    while (many.knobs.size() < 64) many.knobs.push_back(many.knobs.front());
    for (std::size_t i = 0; i < many.knobs.size(); ++i) many.knobs[i].id = "k" + std::to_string(i);
    desk.choose(many);
    desk.frames(2);
    CHECK(desk.triangles() > 0);
  }

  TEST_CASE("knobs room: a typed value moves the knob, kept inside its scale") {
    KnobsDesk desk;
    desk.choose(test::small_rig());
    desk.state.typed["treble"] = "25";  // the card drawn last is found first
    desk.frames(2);
    REQUIRE(desk.click("Set"));
    REQUIRE(desk.last<MoveKnob>() != nullptr);
    CHECK(desk.last<MoveKnob>()->knob == "treble");
    CHECK(desk.last<MoveKnob>()->printed == 10.0);
    desk.state.typed["treble"] = "five";
    const auto before = desk.sent.size();
    REQUIRE(desk.click("Set"));
    CHECK(desk.sent.size() == before);
  }

  TEST_CASE("knobs room: during a session nothing is moved or learned") {
    KnobsDesk desk;
    desk.choose(midi_rig());
    desk.now.activity = Activity::Capturing;
    desk.state.typed["gain"] = "5";
    desk.frames(2);
    CHECK(desk.shows("The session turns the knobs now."));
    (void)desk.click("Set");
    (void)desk.click("Learn...");
    CHECK(desk.sent.empty());
  }

  TEST_CASE("knobs room: a MIDI knob is calibrated on request, and what was found is shown") {
    KnobsDesk desk;
    desk.choose(midi_rig());
    desk.frames(2);
    REQUIRE(desk.click("Calibrate..."));
    REQUIRE(desk.last<CalibrateKnob>() != nullptr);
    CHECK(desk.last<CalibrateKnob>()->knob == "gain");
    desk.now.activity = Activity::CalibratingKnob;
    desk.now.knob_calibration = KnobCalibrationView{"gain", "CC value 64 sent", std::nullopt};
    desk.frames(2);
    CHECK(desk.shows("CC value 64 sent"));
    KnobCalibration found;
    found.knob = midi_rig().knobs[0];
    found.midi = MidiCalibration{found.knob, {}, 0.004, 5.0, true};
    desk.now.activity = Activity::Idle;
    desk.now.knob_calibration = KnobCalibrationView{"gain", "", found};
    desk.frames(2);
    CHECK(desk.shows("written into the rig file"));
    CHECK(desk.shows("0 to 127"));
  }

  TEST_CASE("knobs room: a controller is learned, shown while it is heard, and kept") {
    KnobsDesk desk;
    desk.choose(midi_rig());
    desk.frames(2);
    REQUIRE(desk.click("Learn..."));
    REQUIRE(desk.last<LearnControl>() != nullptr);
    CHECK(desk.last<LearnControl>()->knob == "gain");
    desk.now.activity = Activity::Learning;
    desk.now.learn = LearnView{"gain", std::chrono::steady_clock::now() + std::chrono::seconds{9},
                               "channel 3 controller 21 = 64  (pedal)", std::nullopt};
    desk.frames(3);
    CHECK(desk.shows("Turn the knob slowly"));
    CHECK(desk.shows("controller 21 = 64"));
    desk.now.activity = Activity::Idle;
    desk.now.learn->report = learned(21);
    desk.frames(2);
    CHECK(desk.shows("channel 3, controller 21, 0 to 127"));
    REQUIRE(desk.click("Keep it"));
    REQUIRE(desk.last<KeepControl>() != nullptr);
    CHECK(desk.last<KeepControl>()->knob == "gain");
    CHECK(desk.last<KeepControl>()->control.channel == 3);
    CHECK(desk.last<KeepControl>()->control.controller == 21);
    CHECK(desk.last<KeepControl>()->control.travel == std::pair{0, 127});
    desk.now.learn.reset();
    desk.frames(3);
    CHECK(desk.state.learn.knob.empty());
    CHECK_FALSE(desk.shows("which controller is it?"));
  }

  TEST_CASE("knobs room: a refused lesson says why and can be tried again") {
    KnobsDesk desk;
    desk.choose(midi_rig());
    desk.frames(2);
    REQUIRE(desk.click("Learn..."));
    desk.now.learn = LearnView{
        "gain",
        {},
        "",
        LearnReport{{}, tl::unexpected(std::string{"nothing was heard: is the cable in?"})}};
    desk.frames(3);
    CHECK(desk.shows("nothing was heard: is the cable in?"));
    REQUIRE(desk.click("Listen again"));
    CHECK(desk.last<LearnControl>() != nullptr);
    REQUIRE(desk.click("Close"));
    CHECK(desk.state.learn.knob.empty());
  }
}
