// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/capture_live.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "gui_desk.hpp"
#include "made_dataset.hpp"
#include "rig/gui/panels/capture_panel.hpp"
#include "rig/gui/panels/capture_state.hpp"
#include "tests/support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

struct CaptureDesk : test::GuiDesk {
  CapturePanelState state;
  CaptureDesk() {
    draw = [this](const Scene& scene) { draw_capture_panel(scene, state); };
  }
};

std::shared_ptr<const std::vector<std::vector<float>>> heard() {
  std::vector<float> sound(8192);
  for (std::size_t n = 0; n < sound.size(); ++n) {
    sound[n] = 0.5F * std::sin(static_cast<float>(n) * 0.05F);
  }
  return std::make_shared<const std::vector<std::vector<float>>>(2, sound);
}

JudgedAttempt judged(int take, bool accepted) {
  JudgedAttempt one;
  one.take = take;
  one.attempt = accepted ? 1 : 2;
  one.epoch = 1;
  one.setting = "gain=5 treble=7.5";
  one.verdict.accepted = accepted;
  one.verdict.gates = {{"timing residual", 0.01, 0.05, "samples", true}};
  if (!accepted) one.verdict.gates.push_back({"clipped runs", 4.0, 0.0, "", false});
  one.measured.delay_samples = 1234.5 + take * 0.001;
  return one;
}

Snapshot playing() {
  Snapshot now;
  now.activity = Activity::Capturing;
  now.rig.in_force = std::make_shared<const Rig>(test::small_rig());
  now.capture.running = true;
  now.capture.dir = "/somewhere/made";
  now.capture.now.state = SessionState::Playing;
  now.capture.now.takes_total = 31;
  now.capture.now.takes_done = 12;
  now.capture.now.setting = "gain=5 treble=7.5";
  now.capture.left = std::chrono::seconds{200};
  now.live.meters.input_peak = {0.5F, 0.1F};
  now.live.scope = heard();
  now.capture.judged = std::make_shared<const std::vector<JudgedAttempt>>(
      std::vector<JudgedAttempt>{judged(0, true), judged(1, false), judged(2, true)});
  now.dataset.dataset = test::made_dataset(4);
  return now;
}

/// Where in the take its first segment of this role lies.
double inside(const Snapshot& now, signals::SegmentRole role) {
  const PlayedStimulus played = played_stimulus(now);
  for (const signals::Segment& segment : *played.segments) {
    if (segment.role != role) continue;
    return static_cast<double>(segment.start.value() + 10) / static_cast<double>(played.frames);
  }
  return -1.0;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("capture room: a running session tells state, setting, how far and how long") {
    CaptureDesk desk;
    desk.now = playing();
    desk.frames(3);
    CHECK(desk.shows("playing"));
    CHECK(desk.shows("12 of 31 takes"));
    CHECK(desk.shows("3 min 20 s left"));
    CHECK(desk.shows("gain=5 treble=7.5"));
    CHECK(desk.shows("-6.0 dBFS peak"));
    CHECK(desk.shows("clipped runs 4, limit 0"));
    CHECK(desk.shows("Delay 1234.500 samples, epoch 1"));
  }

  TEST_CASE("capture room: everything is on the screen at once") {
    CaptureDesk desk;
    desk.now = playing();
    float overflow = -1.0F;
    desk.draw = [&](const Scene& scene) {
      draw_capture_panel(scene, desk.state);
      overflow = ImGui::GetScrollMaxY();
    };
    desk.frames(3);
    CHECK(overflow == 0.0F);
  }

  TEST_CASE("capture room: says which part of the stimulus sounds") {
    Snapshot now = playing();
    now.capture.now.take_position = inside(now, signals::SegmentRole::Sweep);
    CHECK(sounding_text(now) == "sweep");
    now.capture.now.take_position = inside(now, signals::SegmentRole::Marker);
    CHECK(sounding_text(now) == "marker");
    now.capture.now.take_position = 1.0;
    CHECK(sounding_text(now) == "decay");
    now.capture.now.state = SessionState::Moving;
    CHECK(sounding_text(now).empty());
    now.dataset.dataset = nullptr;  // another room's dataset, and no plan
    CHECK(played_stimulus(now).segments == nullptr);
  }

  TEST_CASE("capture room: traces are made anew only of new sound") {
    CaptureDesk desk;
    desk.now = playing();
    desk.frames(2);
    REQUIRE(desk.state.live.scope_traces.size() == 2);
    const auto first = desk.state.live.scope_traces[0].data;
    const auto spectrum = desk.state.live.spectrum_traces.at(0).data;
    desk.frames(2);
    CHECK(desk.state.live.scope_traces[0].data == first);
    CHECK(desk.state.live.spectrum_traces[0].data == spectrum);
    desk.now.live.scope = heard();
    desk.frames(1);
    CHECK(desk.state.live.scope_traces[0].data != first);
  }

  TEST_CASE("capture room: drawn before the first sound, after a session, without a rig") {
    CaptureDesk desk;
    desk.frames(2);
    CHECK(desk.shows("Choose a plan"));
    desk.now.capture.running = true;
    desk.now.capture.dir = "/somewhere/made";
    desk.frames(2);
    CHECK(desk.shows("Verdicts are listed here"));
    desk.now = playing();
    desk.now.activity = Activity::Idle;
    desk.now.capture.running = false;
    desk.now.capture.ended = SessionSummary{31, 31, 1, 0, std::nullopt};
    desk.frames(2);
    CHECK(desk.shows("Complete: 31 of 31 takes accepted"));
    CHECK(desk.shows("clipped runs 4, limit 0"));
  }
}
