// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/log_panel.hpp"

#include <doctest/doctest.h>

#include "gui_desk.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

struct LogDesk : test::GuiDesk {
  LogPanelState state;
  LogDesk() {
    draw = [this](const Scene& scene) { draw_log_panel(scene, state); };
  }
  void tell(int lines) {
    auto log = std::make_shared<std::vector<LogLine>>();
    for (int i = 0; i < lines; ++i) {
      log->push_back({"2026-11-22T04:00:00Z", Room::Capture, "line " + std::to_string(i)});
    }
    now.log = log;
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("log room: empty it says so, and with thousands of lines the newest are in view") {
    LogDesk desk;
    desk.frames(2);
    CHECK(desk.shows("Nothing has happened yet."));
    desk.tell(5000);
    desk.frames(5);
    CHECK(desk.shows("line 4999"));
    CHECK_FALSE(desk.shows("line 17 "));
  }

  TEST_CASE("log room: the filter keeps what it names, and all of it is copied") {
    LogDesk desk;
    desk.tell(20);
    desk.state.filter = "line 7";
    desk.frames(3);
    CHECK(desk.shows("line 7"));
    CHECK_FALSE(desk.shows("line 8"));
    REQUIRE(desk.click("Copy all"));
    const std::string copied = ImGui::GetClipboardText();
    CHECK(copied.find("Capture  line 19") != std::string::npos);
  }
}
