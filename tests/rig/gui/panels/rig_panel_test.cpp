// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/rig_panel.hpp"

#include <doctest/doctest.h>

#include "gui_desk.hpp"
#include "tests/support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

struct RigDesk : test::GuiDesk {
  RigPanelState state;
  RigDesk() {
    draw = [this](const Scene& scene) { draw_rig_panel(scene, state); };
  }
  void choose(const Rig& rig) {
    now.rig.file = {"/home/somebody/rig.toml", "name = \"small\"\n", "", 1};
    now.rig.rig = std::make_shared<const Rig>(rig);
    now.rig.in_force = now.rig.rig;
  }
};

PreflightReport checked(bool well) {
  PreflightReport report;
  report.inputs = {{"amp", DbFsPeak{-7.5}, DbFsRms{-92.0}}};
  report.loopback = LoopbackReading{1000.37, 0.001, 0.0005, 0.01, -0.2, 3.0, 80.0};
  report.polarity = 1;
  report.verdict.accepted = well;
  report.verdict.gates = {{"noise", -92.0, -40.0, "dBFS rms", true}};
  if (!well) report.verdict.faults = {{FaultCode::NoiseHigh, "50 Hz at -30 dBFS: a ground loop"}};
  return report;
}

LevelsReport measured_levels() {
  LevelsReport report;
  report.output = MeasuredFullScale{Dbu{12.0}, Decibels{0.05}};
  report.gates = {{"output full scale", 12.0, -20.0, 30.0, "dBu"}};
  return report;
}

/// 16 inputs with the longest names there may be.
Rig huge_rig() {
  Rig rig = test::small_rig();
  rig.name = std::string(300, 'n');
  rig.amp = std::string(300, 'a');
  rig.audio.inputs.clear();
  for (int i = 1; i <= 16; ++i) {
    rig.audio.inputs.push_back({std::string(32, static_cast<char>('a' + i)), i, ""});
  }
  return rig;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("rig room: drawn without a rig, with one, with a broken one, with a huge one") {
    RigDesk desk;
    desk.frames(3);
    CHECK(desk.shows("No rig is chosen."));
    desk.choose(test::small_rig());
    desk.frames(2);
    CHECK(desk.shows("amp send"));
    CHECK(desk.shows("reactive 16 ohm"));
    desk.now.rig.file.error = "rig.toml:3: unknown key \"nmae\"";
    desk.frames(2);
    CHECK(desk.shows("unknown key \"nmae\""));
    desk.choose(huge_rig());
    desk.now.live.open = true;
    desk.now.live.meters.input_peak.assign(16, 0.5F);
    desk.frames(3);
    CHECK(desk.triangles() > 0);
  }

  TEST_CASE("rig room: asks for the devices once, and again when it is told to") {
    RigDesk desk;
    desk.frames(5);
    REQUIRE(desk.sent.size() == 1);
    CHECK(desk.last<ListDevices>() != nullptr);
    auto devices = std::make_shared<DeviceListing>();
    devices->devices = {{"alsa", "Scarlett", "device = \"hw:Scarlett,0\"", "2 in, 2 out"}};
    desk.now.devices = devices;
    desk.frames(2);
    CHECK(desk.shows("hw:Scarlett,0"));
    REQUIRE(desk.click("Look again"));
    CHECK(desk.sent.size() == 2);
  }

  TEST_CASE(
      "rig room: its buttons listen, check and measure the offset, but not during a session") {
    RigDesk desk;
    desk.choose(test::small_rig());
    desk.frames(3);
    REQUIRE(desk.click("Listen in"));
    REQUIRE(desk.last<ListenIn>() != nullptr);
    CHECK(desk.last<ListenIn>()->on);
    REQUIRE(desk.click("Check the bench"));
    REQUIRE(desk.last<RunCheck>() != nullptr);
    CHECK_FALSE(desk.last<RunCheck>()->with_cable);
    REQUIRE(desk.click("Measure the loopback offset"));
    REQUIRE(desk.last<RunCheck>() != nullptr);
    CHECK(desk.last<RunCheck>()->with_cable);
    desk.now.activity = Activity::Capturing;
    const auto before = desk.sent.size();
    (void)desk.click("Check the bench");
    (void)desk.click("Listen in");
    CHECK(desk.sent.size() == before);
  }

  TEST_CASE("rig room: a check shows what it measured and what is wrong") {
    RigDesk desk;
    desk.choose(test::small_rig());
    desk.now.check = checked(true);
    desk.frames(3);
    CHECK(desk.shows("All well."));
    CHECK(desk.shows("1000.370 samples"));
    desk.now.check = checked(false);
    desk.frames(2);
    CHECK(desk.shows("Not yet: see below."));
    CHECK(desk.shows("a ground loop"));
  }

  TEST_CASE("rig room: the dBu wizard starts with what is set, and shows what it found") {
    RigDesk desk;
    desk.choose(test::small_rig());
    desk.frames(3);
    REQUIRE(desk.click("Levels in volts"));
    CHECK(desk.shows("unknown"));
    REQUIRE(desk.click("again 10 dB lower"));
    REQUIRE(desk.click("Calibrate with a meter"));
    REQUIRE(desk.last<CalibrateLevels>() != nullptr);
    const LevelsWish& wish = desk.last<CalibrateLevels>()->wish;
    CHECK(wish.check);
    CHECK(wish.with_return);
    CHECK(wish.tone.value() == 400.0);
    CHECK(wish.level.value() == -20.0);

    desk.now.activity = Activity::Calibrating;
    desk.now.levels = LevelsView{"the tone sounds", std::nullopt, false};
    desk.frames(2);
    CHECK(desk.shows("the tone sounds"));
    CHECK_FALSE(desk.shows("Calibrate with a meter"));

    desk.now.activity = Activity::Idle;
    desk.now.levels = LevelsView{"", measured_levels(), true};
    desk.frames(2);
    CHECK(desk.shows("Found, and written into the rig file."));
    CHECK(desk.shows("+12.000"));
    desk.state.levels.tone_hz = 5.0;
    const auto before = desk.sent.size();
    (void)desk.click("Calibrate with a meter");
    CHECK(desk.sent.size() == before);
  }

  TEST_CASE("rig room: what is being typed survives a calibration that writes the file") {
    RigDesk desk;
    desk.choose(test::small_rig());
    desk.frames(3);
    desk.state.editor.text = "name = \"mine\"\n";
    desk.now.rig.file.text = "name = \"small\"\n[calibration]\n";
    desk.now.rig.file.version = 2;
    desk.frames(2);
    CHECK(desk.state.editor.text == "name = \"mine\"\n");
    CHECK(desk.shows("The file was written meanwhile"));
    REQUIRE(desk.click("Undo all"));
    CHECK(desk.state.editor.text == desk.now.rig.file.text);
    CHECK_FALSE(desk.shows("The file was written meanwhile"));
  }
}
