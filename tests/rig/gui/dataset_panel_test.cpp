// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/dataset_panel.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "gui_desk.hpp"
#include "made_dataset.hpp"
#include "rig/gui/control/dataset_views.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

struct DatasetDesk : test::GuiDesk {
  DatasetPanelState state;
  DatasetDesk() {
    draw = [this](const Scene& scene) { draw_dataset_panel(scene, state); };
  }
};

/// A second of a sine of 1 kHz, as the worker would show it.
TakeView heard(int take, int attempt) {
  TakeView view;
  view.take = take;
  view.attempt = attempt;
  std::vector<float> sound(48000);
  for (std::size_t n = 0; n < sound.size(); ++n) {
    sound[n] = 0.5F * std::sin(static_cast<float>(n) * 0.1309F);
  }
  view.wave = TraceData::uniform(0.0, 1.0 / 48000.0, sound);
  view.sound = std::make_shared<const std::vector<float>>(std::move(sound));
  return with_spectrum(std::move(view), std::nullopt);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("dataset room: without a dataset it says what to do") {
    DatasetDesk desk;
    desk.frames(2);
    CHECK(desk.shows("No dataset is open."));
    REQUIRE(desk.click("Open a dataset..."));
    CHECK(desk.last<ListFolder>() != nullptr);
  }

  TEST_CASE("dataset room: an empty dataset, a full one and a huge one are drawn") {
    for (const int takes : {0, 1, 31, 3000}) {
      CAPTURE(takes);
      DatasetDesk desk;
      desk.now.dataset.dataset = test::made_dataset(takes);
      desk.frames(3);
      CHECK(desk.shows("takes accepted") == (takes != 1));
      CHECK(desk.triangles() > 0);
      CHECK(desk.triangles() < 40'000);  // only the rows in view are drawn
    }
  }

  TEST_CASE("dataset room: a click on a take asks for it and shows why it was refused") {
    DatasetDesk desk;
    desk.now.dataset.dataset = test::made_dataset(10);
    desk.frames(3);
    REQUIRE(desk.click("refused"));
    REQUIRE(desk.last<ShowTake>() != nullptr);
    CHECK(desk.last<ShowTake>()->take == 0);
    CHECK(desk.last<ShowTake>()->attempt == 0);
    desk.now.dataset.shown = TakeView{0, 1, SampleRate{48000}, nullptr, nullptr, nullptr, "gone"};
    desk.frames(2);
    CHECK(desk.shows("turn its gain down"));
    CHECK(desk.shows("clipped runs"));
    CHECK(desk.shows("set by hand"));
    CHECK(desk.shows("gone"));
  }

  TEST_CASE("dataset room: of several attempts another one can be chosen") {
    DatasetDesk desk;
    desk.now.dataset.dataset = test::made_dataset(10);
    desk.state.take = 1;
    desk.now.dataset.shown = heard(1, 2);
    desk.frames(3);
    REQUIRE(desk.click("attempt 1"));
    REQUIRE(desk.last<ShowTake>() != nullptr);
    CHECK(desk.last<ShowTake>()->take == 1);
    CHECK(desk.last<ShowTake>()->attempt == 1);
  }

  TEST_CASE("dataset room: a take is held, compared and let go of") {
    DatasetDesk desk;
    desk.now.dataset.dataset = test::made_dataset(10);
    desk.state.take = 4;
    desk.now.dataset.shown = heard(4, 1);
    desk.frames(3);
    CHECK(desk.shows("Spectrum of the whole"));
    REQUIRE(desk.click("Hold"));
    REQUIRE(desk.last<HoldTake>() != nullptr);
    CHECK(desk.last<HoldTake>()->on);
    desk.now.dataset.held = heard(5, 1);
    desk.frames(2);
    CHECK(desk.shows("held: take 5"));
    REQUIRE(desk.click("Let go"));
    CHECK_FALSE(desk.last<HoldTake>()->on);
  }

  TEST_CASE("dataset room: a take is heard on a monitor that was named, and stopped") {
    DatasetDesk desk;
    desk.now.dataset.dataset = test::made_dataset(10);
    desk.state.take = 4;
    desk.now.dataset.shown = heard(4, 1);
    desk.frames(3);
    desk.sent.clear();
    (void)desk.click("Hear it");  // no monitor: a default may be the amp
    CHECK(desk.sent.empty());
    desk.state.hear.monitor = "alsa:hw:Headset";
    REQUIRE(desk.click("Hear it"));
    REQUIRE(desk.last<PlayTake>() != nullptr);
    CHECK(desk.last<PlayTake>()->take == 4);
    CHECK(desk.last<PlayTake>()->attempt == 1);
    CHECK(desk.last<PlayTake>()->gain_db == -12.0);
    desk.now.hearing = HearingView{4, 1, "takes/00004.wav", 1.5, 9.0};
    desk.frames(2);
    CHECK(desk.shows("takes/00004.wav  1.5 of 9.0 s"));
    REQUIRE(desk.click("Stop"));
    CHECK(desk.last<StopPlaying>() != nullptr);
    desk.now.hearing.reset();
    desk.now.activity = Activity::Capturing;  // armed
    desk.sent.clear();
    (void)desk.click("Hear it");
    CHECK(desk.sent.empty());
  }

  TEST_CASE("monitors: ALSA devices and JACK ports that take sound, never what gives it") {
    DeviceListing listing;
    listing.devices = {{"alsa", "Headset", "device = \"hw:Headset,0\"", ""},
                       {"jack input", "system:playback_1", "port = \"system:playback_1\"", ""},
                       {"jack output", "system:capture_1", "port = \"system:capture_1\"", ""},
                       {"serial", "x", "device = \"/dev/ttyACM0\"", ""},
                       {"alsa", "odd", "nothing quoted", ""}};
    CHECK(monitors_of(listing) ==
          std::vector<std::string>{"alsa:hw:Headset,0", "jack:system:playback_1"});
  }

  TEST_CASE("dataset room: the spectrum follows the zoom, once for each") {
    DatasetDesk desk;
    desk.now.dataset.dataset = test::made_dataset(10);
    desk.state.take = 4;
    desk.now.dataset.shown = heard(4, 1);
    desk.frames(3);
    desk.sent.clear();
    desk.state.sound.wave.x->range = Range{0.25, 0.5};
    desk.frames(3);
    REQUIRE(desk.sent.size() == 1);
    CHECK(desk.last<ShowStretch>()->stretch == Stretch{0.25, 0.5});
    fit(desk.state.sound.wave);
    desk.frames(3);
    REQUIRE(desk.sent.size() == 2);
    CHECK_FALSE(desk.last<ShowStretch>()->stretch);
  }

  TEST_CASE("dataset room: an accepted take is queued again with a reason, after a question") {
    DatasetDesk desk;
    desk.now.dataset.dataset = test::made_dataset(10);
    desk.state.take = 4;
    desk.frames(3);
    REQUIRE(desk.click("Re-queue"));
    desk.frames(2);
    desk.sent.clear();
    desk.click("Withdraw the take");  // without a reason it cannot be pressed
    CHECK(desk.sent.empty());
    desk.state.requeue.reason = "hum";
    REQUIRE(desk.click("Withdraw the take"));
    REQUIRE(desk.last<RequeueTake>() != nullptr);
    CHECK(desk.last<RequeueTake>()->take == 4);
    CHECK(desk.last<RequeueTake>()->reason == "hum");
    desk.frames(2);
    CHECK_FALSE(desk.shows("Withdraw the take"));
    desk.sent.clear();
    REQUIRE(desk.click("Re-queue"));
    desk.frames(2);
    REQUIRE(desk.click("Keep it"));
    CHECK(desk.last<RequeueTake>() == nullptr);
    desk.state.take = 0;  // refused: a session plays it again anyway
    desk.frames(2);
    CHECK_FALSE(desk.shows("Re-queue"));
  }

  TEST_CASE("dataset room: verify and report, their progress and what came of them") {
    DatasetDesk desk;
    desk.now.dataset.dataset = test::made_dataset(10);
    desk.frames(3);
    REQUIRE(desk.click("Verify and report"));
    desk.sent.clear();
    REQUIRE(desk.click("Write the report"));
    CHECK(desk.last<WriteReport>() != nullptr);
    desk.now.reading = {"verifying", 3, 10};
    desk.frames(2);
    CHECK(desk.shows("verifying 3 of 10"));
    desk.sent.clear();
    desk.click("Write the report");
    CHECK(desk.sent.empty());
    desk.now.reading = {};
    desk.now.dataset.report = "/somewhere/made/report/index.html";
    desk.now.dataset.verified = {{VerifiedLine::Kind::Bad, "takes/00003.wav: hash mismatch"}};
    desk.frames(2);
    CHECK(desk.shows("takes/00003.wav: hash mismatch"));
    REQUIRE(desk.click("Copy"));
    CHECK(std::string(ImGui::GetClipboardText()) == "/somewhere/made/report/index.html");
  }

  TEST_CASE("dataset room: another dataset forgets which take was chosen") {
    DatasetDesk desk;
    desk.now.dataset.dataset = test::made_dataset(10);
    desk.frames(2);
    desk.state.take = 4;
    auto other = test::made_dataset(10);
    desk.now.dataset.dataset = other;  // the same one, read again
    desk.frames(2);
    CHECK(desk.state.take == 4);
    other = test::made_dataset(3);
    other->uuid = "other";
    desk.now.dataset.dataset = other;
    desk.frames(2);
    CHECK(desk.state.take == -1);
  }

  TEST_CASE("take view: the spectrum of a stretch is of that stretch, cut to the take") {
    const TakeView all = heard(4, 1);
    REQUIRE(all.spectrum);
    CHECK(all.spectrum->size() == 8192);
    CHECK(with_spectrum(all, Stretch{0.25, 0.35}).spectrum->size() == 2048);
    CHECK(with_spectrum(all, Stretch{-3.0, 90.0}).spectrum->size() == 8192);
    CHECK(with_spectrum(all, Stretch{2.0, 3.0}).spectrum == nullptr);
    CHECK(with_spectrum(TakeView{}, std::nullopt).spectrum == nullptr);
  }

  TEST_CASE("verified lines: the verdict first, a mark for every fault and flag") {
    VerifyReport report;
    report.planned = 2;
    report.accepted = 2;
    report.takes.resize(2);
    CHECK(verified_lines(report)[0].kind == VerifiedLine::Kind::Good);
    report.accepted = 1;
    report.takes[0].faults = {{"takes/00000.wav", {FaultCode::HashMismatch, "changed\nsince"}}};
    report.takes[1].warnings = {{"takes/00001.wav", {FaultCode::NoiseHigh, "hum"}}};
    const auto lines = verified_lines(report);
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].kind == VerifiedLine::Kind::Bad);
    CHECK(lines[0].text.find("1 fault found") == 0);
    CHECK(lines[1].text == "incomplete: 1 of 2 planned takes accepted");
    CHECK(lines[2].kind == VerifiedLine::Kind::Bad);
    CHECK(lines[2].text.find("takes/00000.wav: ") == 0);
    CHECK(lines[2].text.find('\n') == std::string::npos);
    CHECK(lines[3].kind == VerifiedLine::Kind::Warn);
  }
}
