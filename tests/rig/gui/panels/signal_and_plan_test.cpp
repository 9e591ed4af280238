// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "gui_desk.hpp"
#include "rig/gui/panels/plan_panel.hpp"
#include "rig/gui/panels/signal_panel.hpp"
#include "tests/support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

struct SignalDesk : test::GuiDesk {
  SignalPanelState state;
  SignalDesk() {
    draw = [this](const Scene& scene) { draw_signal_panel(scene, state); };
  }
};

struct PlanDesk : test::GuiDesk {
  PlanPanelState state;
  PlanDesk() {
    draw = [this](const Scene& scene) { draw_plan_panel(scene, state); };
  }
};

std::shared_ptr<const Job> job_of(int takes) {
  Job job;
  job.rig = test::small_rig();
  job.plan = test::small_plan(job.rig);
  job.stimulus = test::small_stimulus();
  const auto first = job.plan.takes;
  while (static_cast<int>(job.plan.takes.size()) < takes) {
    PlannedTake more = first[job.plan.takes.size() % first.size()];
    more.id = static_cast<int>(job.plan.takes.size());
    more.setting["gain"] = 10.0 * static_cast<double>(more.id) / takes;
    job.plan.takes.push_back(more);
  }
  return std::make_shared<const Job>(std::move(job));
}

void open(Snapshot& now, int takes) {
  now.plan.job = job_of(takes);
  now.plan.estimate =
      estimate(now.plan.job->plan, now.plan.job->rig, now.plan.job->stimulus.length());
  now.plan.file = {"/home/somebody/plan.toml", "name = \"small\"\n", "", now.plan.file.version + 1};
  now.rig.rig = std::make_shared<const Rig>(now.plan.job->rig);
  now.rig.in_force = now.rig.rig;
}

PreflightReport foretold(double at_least, double at_most) {
  PreflightReport report;
  report.verdict.accepted = true;
  report.forecast = ReturnForecast{
      {{"gain", 5.0}}, DbFsPeak{-6.0}, DbFsPeak{at_most}, DbFsPeak{at_least}, DbFsPeak{-92.0}};
  return report;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("signal room: drawn without a plan and with one, the parts with their roles") {
    SignalDesk desk;
    desk.frames(2);
    CHECK(desk.shows("choose one in the Plan room"));
    open(desk.now, 4);
    desk.frames(2);
    CHECK(desk.shows("marker"));
    CHECK(desk.shows("How loud will it come back?"));
    CHECK(desk.shows("Not known yet."));
  }

  TEST_CASE("signal room: a DI that was dropped is used; the built-in guitar comes back") {
    SignalDesk desk;
    open(desk.now, 4);
    desk.state.dropped = "/music/di.wav";
    desk.frames(2);
    REQUIRE(desk.last<UseAudio>() != nullptr);
    CHECK(desk.last<UseAudio>()->path == "/music/di.wav");
    REQUIRE(desk.click("Built-in guitar"));
    CHECK(desk.last<UseAudio>()->path.empty());
    CHECK(desk.sent.size() == 2);
  }

  TEST_CASE("signal room: the level is checked and what to do about it is said") {
    SignalDesk desk;
    open(desk.now, 4);
    desk.frames(2);
    REQUIRE(desk.click("Check the level"));
    CHECK(desk.last<RunCheck>() != nullptr);
    desk.now.check = foretold(-40.0, -3.0);
    desk.frames(2);
    CHECK(desk.shows("between -40.0 and -3.0 dBFS peak"));
    CHECK(desk.shows("The input's gain suits it."));
    desk.now.check = foretold(-20.0, 5.0);
    desk.frames(2);
    CHECK(desk.shows("compresses by 6.0 dB"));
    desk.now.activity = Activity::Capturing;
    const auto before = desk.sent.size();
    (void)desk.click("Check the level");
    CHECK(desk.sent.size() == before);
  }

  TEST_CASE("plan room: drawn without a plan, with a broken one, a small and a huge one") {
    PlanDesk desk;
    desk.frames(2);
    CHECK_FALSE(desk.shows("What it costs and covers"));
    desk.now.plan.file = {"/p.toml", "x", "p.toml:1: no such key", 1};
    desk.frames(2);
    CHECK(desk.shows("p.toml:1: no such key"));
    for (const int takes : {4, 5000}) {
      open(desk.now, takes);
      desk.frames(3);
      CHECK(desk.shows("What it costs and covers"));
      CHECK(desk.state.visited == takes);
    }
  }

  TEST_CASE("plan room: an edited plan file is saved under the path that is shown") {
    PlanDesk desk;
    open(desk.now, 4);
    desk.frames(3);
    desk.state.editor.text = "name = \"other\"\n";
    REQUIRE(desk.click("Save"));
    REQUIRE(desk.last<SavePlan>() != nullptr);
    CHECK(desk.last<SavePlan>()->path == "/home/somebody/plan.toml");
    CHECK(desk.last<SavePlan>()->text == "name = \"other\"\n");
  }
}
