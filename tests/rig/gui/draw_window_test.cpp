// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/draw_window.hpp"

#include <doctest/doctest.h>

#include "gui_desk.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

/// The whole window in front of somebody.
struct WindowDesk : test::GuiDesk {
  UiState state;
  WindowDesk() {
    framed = false;
    draw = [this](const Scene& scene) { draw_window(scene, state); };
    frames(3);
    sent.clear();  // the Rig room asks for the devices once
  }
};

Snapshot capturing() {
  Snapshot now;
  now.activity = Activity::Capturing;
  now.capture.running = true;
  now.capture.dir = "/somewhere/my-amp";
  now.capture.now.state = SessionState::Playing;
  now.capture.now.takes_total = 31;
  now.capture.now.takes_done = 12;
  now.capture.now.take = 13;
  now.capture.left = std::chrono::seconds{200};
  return now;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("window: STOP is there in every room, by pointer and by key") {
    WindowDesk desk;
    desk.now = capturing();
    for (const Room room : kRooms) {
      CAPTURE(to_string(room));
      desk.state.room = room;
      desk.frames(2);
      desk.sent.clear();
      REQUIRE(desk.click("STOP  Esc"));
      REQUIRE(desk.sent.size() == 1);
      CHECK(desk.last<Stop>() != nullptr);
      desk.press(ImGuiKey_Escape);
      CHECK(desk.sent.size() == 2);
      CHECK(desk.last<Stop>() != nullptr);
    }
  }

  TEST_CASE("window: rooms are changed by click and by key") {
    WindowDesk desk;
    for (const Room room : kRooms) {
      REQUIRE(desk.click(to_string(room), 160.0F));  // in the list at the left
      CHECK(desk.state.room == room);
    }
    desk.press('5', true);
    CHECK(desk.state.room == Room::Capture);
  }

  TEST_CASE("window: a first start offers the simulated bench and goes on to its plan") {
    WindowDesk desk;
    desk.now.first_start = true;
    REQUIRE(desk.click("Try it on the simulated bench"));
    CHECK(desk.last<TrySimulatedBench>() != nullptr);
    CHECK(desk.state.room == Room::Plan);
  }

  TEST_CASE("window: a question is answered by key and by pointer, and STOP works over it") {
    WindowDesk desk;
    desk.now = capturing();
    desk.now.question =
        Question{7, Operator::Question::TurnKnobs, "Turn the knobs", {"Treble 3 -> 7.5"}};
    desk.frames(3);
    CHECK(desk.shows("Treble 3 -> 7.5"));
    desk.press(ImGuiKey_Space);
    REQUIRE(desk.sent.size() == 1);
    REQUIRE(desk.last<AnswerQuestion>() != nullptr);
    CHECK(desk.last<AnswerQuestion>()->id == 7);
    CHECK(desk.last<AnswerQuestion>()->answer == Operator::Answer::Yes);
    desk.press('N');
    REQUIRE(desk.sent.size() == 2);
    CHECK(desk.last<AnswerQuestion>()->answer == Operator::Answer::No);
    REQUIRE(desk.click("STOP  (Esc)"));
    CHECK(desk.last<Stop>() != nullptr);
    desk.press(ImGuiKey_Escape);
    REQUIRE(desk.sent.size() == 4);
    CHECK(desk.last<Stop>() != nullptr);
    REQUIRE(desk.click("Done  (space)"));
    REQUIRE(desk.sent.size() == 5);
    CHECK(desk.last<AnswerQuestion>()->answer == Operator::Answer::Yes);
  }

  TEST_CASE("window: a turn shows the value large, and U or Backspace says the last was wrong") {
    WindowDesk desk;
    desk.now = capturing();
    desk.now.question =
        Question{7,     Operator::Question::TurnKnobs, "Turn these knobs", {}, false,
                 false, {{"Treble", "3", "7.5"}}};
    desk.frames(3);
    CHECK(desk.shows("Treble"));
    CHECK(desk.shows("from 3 to"));
    CHECK(desk.shows("7.5"));
    desk.press('U');
    REQUIRE(desk.last<AnswerQuestion>() != nullptr);
    CHECK(desk.last<AnswerQuestion>()->answer == Operator::Answer::Undo);
    desk.press(ImGuiKey_Backspace);
    REQUIRE(desk.sent.size() == 2);
    CHECK(desk.last<AnswerQuestion>()->answer == Operator::Answer::Undo);
    desk.now.question->kind = Operator::Question::CheckList;
    desk.frames(2);
    desk.press('U');
    CHECK(desk.sent.size() == 2);
  }

  TEST_CASE("window: closing during a session asks, and can be taken back") {
    WindowDesk desk;
    desk.now = capturing();
    desk.state.closing = true;
    desk.frames(3);
    CHECK(desk.shows("Close Ampsweep?"));
    CHECK_FALSE(desk.state.close);
    REQUIRE(desk.click("Keep capturing"));
    CHECK_FALSE(desk.state.closing);
    CHECK(desk.sent.empty());

    desk.state.closing = true;
    desk.frames(3);
    REQUIRE(desk.click("Stop the session and close"));
    CHECK(desk.last<Stop>() != nullptr);
    CHECK(desk.state.close);
  }

  TEST_CASE("window: a question that comes while closing is asked waits behind it") {
    WindowDesk desk;
    desk.now = capturing();
    desk.state.closing = true;
    desk.frames(3);
    desk.now.question =
        Question{7, Operator::Question::TurnKnobs, "Turn the knobs", {"Treble 3 -> 7.5"}};
    desk.frames(3);
    CHECK(desk.shows("Close Ampsweep?"));
    CHECK_FALSE(desk.shows("Treble 3 -> 7.5"));
    REQUIRE(desk.click("Keep capturing"));
    desk.frames(3);
    CHECK(desk.shows("Treble 3 -> 7.5"));
  }

  TEST_CASE(
      "window: a question comes before a dialog that is open, which stands there afterwards") {
    WindowDesk desk;
    desk.state.room = Room::Dataset;
    desk.frames(2);
    REQUIRE(desk.click("Open a dataset..."));
    desk.frames(2);
    REQUIRE(desk.shows("Cancel"));
    desk.now.question =
        Question{7, Operator::Question::TurnKnobs, "Turn the knobs", {"Treble 3 -> 7.5"}};
    desk.frames(3);
    CHECK(desk.shows("Treble 3 -> 7.5"));
    CHECK_FALSE(desk.shows("Cancel"));
    desk.now.question.reset();
    desk.frames(3);
    CHECK(desk.shows("Cancel"));
  }

  TEST_CASE("window: closing an idle window asks nothing") {
    WindowDesk desk;
    desk.state.closing = true;
    desk.frames(2);
    CHECK(desk.state.close);
  }

  TEST_CASE("window: a problem is shown in its room and marks it from the others") {
    WindowDesk desk;
    desk.now.problems = {{3, Room::Capture, "the load does not answer", "check its cable"}};
    desk.state.room = Room::Log;
    desk.frames(2);
    CHECK(desk.shows("Capture  \u2716"));
    CHECK_FALSE(desk.shows("the load does not answer"));
    desk.state.room = Room::Capture;
    desk.frames(2);
    CHECK(desk.shows("the load does not answer"));
    CHECK(desk.shows("check its cable"));
    REQUIRE(desk.click("Dismiss"));
    REQUIRE(desk.last<DismissProblem>() != nullptr);
    CHECK(desk.last<DismissProblem>()->id == 3);
  }

  TEST_CASE("window: theme and size are changed and remembered") {
    WindowDesk desk;
    desk.now.remembered.rig = "/my.toml";
    desk.now.remembered.dark = true;
    REQUIRE(desk.click("light"));
    REQUIRE(desk.last<Remember>() != nullptr);
    CHECK_FALSE(desk.last<Remember>()->what.dark);
    CHECK(desk.last<Remember>()->what.rig == "/my.toml");
    desk.press('=', true);
    CHECK(desk.last<Remember>()->what.scale == doctest::Approx(1.125));
    desk.press('-', true);
    CHECK(desk.last<Remember>()->what.scale == 1.0);
    desk.press('0', true);
    CHECK(desk.last<Remember>()->what.scale == 0.0);
  }

  TEST_CASE("window: draws at four times the size and in both themes") {
    for (const bool dark : {true, false}) {
      for (const float scale : {1.0F, 1.5F, 4.0F}) {
        test::GuiDesk desk{scale, dark};
        UiState state;
        desk.now = capturing();
        desk.framed = false;
        desk.draw = [&state](const Scene& scene) { draw_window(scene, state); };
        desk.frames(3);
        CHECK(desk.shows("STOP  Esc"));
        CHECK(desk.triangles() > 100);
      }
    }
  }
}
