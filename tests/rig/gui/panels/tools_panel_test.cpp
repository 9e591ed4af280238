// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/tools_panel.hpp"

#include <doctest/doctest.h>

#include <memory>

#include "gui_desk.hpp"
#include "rig/cli/command_facts.hpp"
#include "rig/gui/dropped_file.hpp"
#include "rig/gui/ui_state.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

/// The Tools room with the real command line in it.
struct ToolsDesk : test::GuiDesk {
  ToolsPanelState state;
  Room room{Room::Tools};
  ToolsDesk() {
    now.verbs = std::make_shared<const CommandFacts>(cli::ampsweep_command());
    draw = [this](const Scene& scene) { draw_tools_panel(scene, state, room); };
    frames(3);
  }
  void choose(const std::string& name) {
    state.chosen = name;
    frames(2);
  }
  void show(VerbView verb) {
    now.verb = std::make_shared<const VerbView>(std::move(verb));
    frames(3);
  }
};

VerbView ended(int code, const std::string& out, const std::string& err) {
  VerbView verb;
  verb.args = {"analyze", "tone", "a.wav"};
  verb.at = "2026-11-22T04:15:00Z";
  verb.out = out;
  verb.err = err;
  verb.exit_code = code;
  return verb;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("tools panel: before a verb is chosen it says what the room is for") {
    ToolsDesk desk;
    CHECK(desk.shows("Everything else the command line does"));
    CHECK(desk.sent.empty());
  }

  TEST_CASE("tools panel: every verb of the command line has a form that draws, or leads away") {
    ToolsDesk desk;
    int forms = 0;
    for (const Tool& tool : desk.state.tools) {
      if (tool.room) continue;
      CAPTURE(tool.facts.name);
      desk.choose(tool.facts.name);
      ++forms;
      CHECK(desk.shows("ampsweep " + tool.facts.name));
      const auto& first = tool.facts.arguments.empty() ? tool.facts.options : tool.facts.arguments;
      CHECK(desk.shows(option_label(first.front())));
      CHECK(desk.sent.empty());
    }
    CHECK(forms > 15);
    desk.state.search = "knob listen";
    desk.frames(2);
    REQUIRE(desk.click("in the room Knobs"));
    CHECK(desk.room == Room::Knobs);
  }

  TEST_CASE("tools panel: chosen, filled in and run by pointer and keyboard") {
    ToolsDesk desk;
    desk.state.search = "Q of the AES17 notch";
    desk.frames(2);
    REQUIRE(desk.click("analyze tone"));
    CHECK(desk.state.chosen == "analyze tone");
    REQUIRE(desk.click("Run"));
    CHECK(desk.sent.empty());
    CHECK(desk.shows("before it can run: fill in file"));
    REQUIRE(desk.click("path of a file"));
    desk.type("my take.wav");
    CHECK(desk.shows("ampsweep analyze tone 'my take.wav'"));
    REQUIRE(desk.click("Run"));
    REQUIRE(desk.last<RunVerb>() != nullptr);
    const std::vector<std::string> args{"analyze", "tone", "my take.wav"};
    CHECK(desk.last<RunVerb>()->args == args);
    ImGui::GetIO().KeyCtrl = true;
    desk.press(ImGuiKey_Enter);
    ImGui::GetIO().KeyCtrl = false;
    REQUIRE(desk.sent.size() == 2);
    CHECK(desk.last<RunVerb>()->args == args);
    REQUIRE(desk.click("Copy command"));
    CHECK(std::string{ImGui::GetClipboardText()} == "ampsweep analyze tone 'my take.wav'");
    REQUIRE(desk.click("Clear form"));
    CHECK(desk.shows("path of a file"));
  }

  TEST_CASE("tools panel: a wrong value is said below its field and keeps the verb from running") {
    ToolsDesk desk;
    desk.choose("analyze tone");
    VerbForm& form = desk.state.forms["analyze tone"];
    form.arguments[0].values[0] = "a.wav";
    for (Filled& filled : form.options) {
      if (!filled.values.empty()) filled.values[0] = "x";
    }
    desk.frames(2);
    CHECK(desk.shows("must be a number"));
    REQUIRE(desk.click("Run"));
    CHECK(desk.sent.empty());
  }

  TEST_CASE("tools panel: what was dropped goes into the form, a chosen path too") {
    ToolsDesk desk;
    desk.choose("verify");
    desk.state.dropped = {"/x.wav", "/y.wav"};
    desk.frames(2);
    CHECK(desk.shows("ampsweep verify /x.wav /y.wav"));
    desk.choose("status");
    REQUIRE(desk.click("Choose..."));
    REQUIRE(desk.last<ListFolder>() != nullptr);
    desk.now.folder = {"/data", {{"my-amp", true}}, ""};
    desk.frames(2);
    REQUIRE(desk.click("my-amp/"));
    REQUIRE(desk.click("Choose"));
    desk.frames(2);
    CHECK(desk.shows("ampsweep status /data/my-amp"));
  }

  TEST_CASE("tools panel: with the room in view a dropped file is its, whatever the file is") {
    test::GuiDesk desk;
    UiState state;
    desk.draw = [&state](const Scene& scene) {
      if (state.tools.dropped.empty()) take_dropped(scene, state, "/x.wav");
    };
    state.room = Room::Tools;
    desk.frame();
    CHECK(state.room == Room::Tools);
    CHECK(state.tools.dropped == std::vector<std::string>{"/x.wav"});
    state = UiState{};
    desk.frame();
    CHECK(state.room == Room::Signal);
    CHECK(state.tools.dropped.empty());
  }

  TEST_CASE("tools panel: shows what runs, stops it, and how it ended") {
    ToolsDesk desk;
    desk.choose("analyze tone");
    VerbView running = ended(0, "", "verifying 3/10");
    running.exit_code.reset();
    running.running = true;
    running.took = std::chrono::seconds{12};
    desk.show(running);
    CHECK(desk.shows("running analyze tone, 12 s"));
    CHECK(desk.shows("verifying 3/10"));
    REQUIRE(desk.click("Stop"));
    CHECK(desk.last<StopVerb>() != nullptr);
    desk.state.forms["analyze tone"].arguments[0].values[0] = "a.wav";
    desk.sent.clear();
    REQUIRE(desk.click("Run"));
    CHECK(desk.sent.empty());

    desk.show(ended(1, "THD  1.5 %\n\x1b[31mred\n", "a warning"));
    CHECK(desk.shows("analyze tone: exit code 1, a quality gate failed"));
    CHECK(desk.shows("THD  1.5 %"));
    CHECK(desk.shows("?[31mred"));
    REQUIRE(desk.click("Copy output"));
    CHECK(std::string{ImGui::GetClipboardText()} == "a warning\nTHD  1.5 %\n?[31mred\n");
    desk.now.remembered.out = "/out";
    desk.frames(2);
    REQUIRE(desk.click("Save output"));
    REQUIRE(desk.last<SaveText>() != nullptr);
    CHECK(desk.last<SaveText>()->path == "/out/tools/analyze-tone-20261122T041500Z.txt");
    CHECK(desk.last<SaveText>()->text == "THD  1.5 %\n\x1b[31mred\n");
    CHECK_FALSE(desk.shows("saved as"));
    desk.now.log = std::make_shared<const std::vector<LogLine>>(
        std::vector<LogLine>{{"", Room::Log, "saved " + desk.last<SaveText>()->path}});
    desk.frames(2);
    CHECK(desk.shows("saved as /out/tools/"));
  }

  TEST_CASE("tools panel: a result of twenty thousand long lines is drawn like a short one") {
    ToolsDesk desk;
    desk.choose("analyze tone");
    desk.show(ended(0, "x\n", ""));
    const int few = desk.triangles();
    std::string huge;
    for (int i = 0; i < 20'000; ++i) huge += std::string(120, 'x') + '\n';
    desk.show(ended(0, huge, ""));
    CHECK(desk.triangles() > few);
    CHECK(desk.triangles() < few + 20'000);
  }
}
