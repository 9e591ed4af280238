// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/serve_card.hpp"

#include <doctest/doctest.h>

#include "gui_desk.hpp"
#include "rig/gui/panels/capture_panel.hpp"

using namespace ampsweep::rig::gui;

namespace {

struct ServeDesk : ampsweep::test::GuiDesk {
  CapturePanelState state;
  ServeDesk() {
    now.remembered.out = "/home/me/ampsweep";
    draw = [this](const Scene& scene) { draw_capture_panel(scene, state); };
    frames(3);
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("serve card: folded until it is wanted; the trainer's folder suggests the dataset") {
    ServeDesk desk;
    CHECK_FALSE(desk.shows("plan of kind"));
    REQUIRE(desk.click("Serve a trainer (PANAMA)"));
    desk.frames(3);
    CHECK(desk.shows("plan of kind"));
    desk.click("Serve");  // nothing is named yet
    CHECK(desk.sent.empty());
    desk.state.serve.out = "/data/trainer-out";
    desk.state.serve.plan = "/plans/panama.toml";
    desk.frames(2);
    CHECK(desk.state.serve.dir == "/home/me/ampsweep/trainer-out");
    REQUIRE(desk.click("Serve", 140.0F));
    const auto* command = desk.last<ServePanama>();
    REQUIRE(command != nullptr);
    CHECK(command->out == "/data/trainer-out");
    CHECK(command->plan == "/plans/panama.toml");
    CHECK(command->dir == "/home/me/ampsweep/trainer-out");
  }

  TEST_CASE("serve card: while it waits it says for whom, and offers no capture") {
    ServeDesk desk;
    desk.state.serve.out = "/data/trainer-out";
    desk.now.activity = Activity::Serving;
    desk.frames(3);
    CHECK(desk.shows("Waiting for the trainer"));
    CHECK(desk.shows("/data/trainer-out"));
    CHECK_FALSE(desk.shows("Choose a plan"));
  }
}
