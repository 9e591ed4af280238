// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/measure_panel.hpp"

#include <doctest/doctest.h>

#include "gui_desk.hpp"
#include "measure/polynomial_measurement.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;
using signals::Suite;

namespace {

struct MeasureDesk : test::GuiDesk {
  MeasurePanelState state;
  MeasureDesk() {
    draw = [this](const Scene& scene) { draw_measure_panel(scene, state); };
  }
};

Knob knob_of(const std::string& id, KnobRole role) {
  Knob knob;
  knob.id = knob.label = id;
  knob.role = role;
  return knob;
}

std::shared_ptr<const Rig> rig_of_two() {
  auto rig = std::make_shared<Rig>();
  rig->name = "my amp";
  rig->hash = "h";
  rig->knobs = {knob_of("gain", KnobRole::Gain), knob_of("channel", KnobRole::Other)};
  rig->knobs[1].maximum = 1.0;
  rig->knobs[1].positions = {"A", "B"};
  return rig;
}

MeasuredSetting measured(int take, Suite suite, double a2) {
  return {"take " + std::to_string(take),
          "/m",
          take,
          {{"gain", 1.0 * take}},
          rig_of_two(),
          nullptr,
          test::polynomial_measurement(suite, a2)};
}

Snapshot with_measurements() {
  Snapshot now;
  now.remembered.out = "/out";
  now.measured = std::make_shared<const std::vector<MeasuredSetting>>(std::vector<MeasuredSetting>{
      measured(1, Suite::Full, test::kA2), measured(2, Suite::Quick, 2.0 * test::kA2)});
  return now;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("measure panel: without a rig it says what to do, with one it asks for a folder") {
    MeasureDesk desk;
    desk.frames(3);
    CHECK(desk.shows("Choose a rig in the Rig room first"));
    CHECK(desk.sent.empty());
    desk.now.rig.in_force = rig_of_two();
    desk.frames(3);
    REQUIRE(desk.last<NameMeasurement>() != nullptr);
    CHECK(desk.sent.size() == 1);  // once
    desk.now.free_measure_dir = "/out/measure-my-amp-1";
    desk.frame();
    CHECK(desk.state.start.dir == "/out/measure-my-amp-1");
    desk.state.start.dir = "/mine";
    desk.now.free_measure_dir = "/out/measure-my-amp-2";
    desk.frame();
    CHECK(desk.state.start.dir == "/mine");  // typed by the person
  }

  TEST_CASE("measure panel: Measure asks for the setting, the suite and the folder shown") {
    MeasureDesk desk;
    desk.now.rig.in_force = rig_of_two();
    desk.now.knobs["gain"] = {"gain", 7.5};
    desk.now.free_measure_dir = "/out/m-1";
    desk.frames(3);
    REQUIRE(desk.click("full suite: two minutes"));
    REQUIRE(desk.click("Start measuring"));
    const auto* start = desk.last<StartMeasurement>();
    REQUIRE(start != nullptr);
    CHECK(start->dir == "/out/m-1");
    CHECK(start->setting.at("gain") == 7.5);
    CHECK(start->suite == Suite::Full);
    CHECK(start->level_dbfs_peak == -12.0);
    CHECK_FALSE(start->resume);
    desk.sent.clear();
    desk.now.activity = Activity::Measuring;
    desk.frames(2);
    desk.click("Start measuring");
    CHECK(desk.last<StartMeasurement>() == nullptr);
  }

  TEST_CASE("measure panel: over a plan it asks for that, and a stopped one is resumed as it was") {
    MeasureDesk desk;
    desk.now.rig.in_force = rig_of_two();
    Job job;
    job.plan.name = "demo";
    job.plan.takes.resize(3);
    desk.now.plan.job = std::make_shared<const Job>(job);
    desk.now.free_measure_dir = "/out/m-1";
    desk.frames(3);
    REQUIRE(desk.click("every setting of plan demo (3 takes)"));
    REQUIRE(desk.click("Start measuring"));
    REQUIRE(desk.last<MeasureOverPlan>() != nullptr);
    CHECK(desk.last<MeasureOverPlan>()->dir == "/out/m-1");
    desk.now.capture.dir = "/out/m-1";
    desk.now.capture.ended = SessionSummary{};
    desk.now.capture.ended->takes_total = 3;
    desk.now.capture.ended->accepted = 1;
    desk.now.capture.ended->ended_by = Fault{FaultCode::Stopped, "stopped"};
    desk.frames(3);
    REQUIRE(desk.click("Resume"));
    REQUIRE(desk.last<MeasureOverPlan>() != nullptr);
    CHECK(desk.last<MeasureOverPlan>()->resume);
  }

  TEST_CASE("measure panel: what arrives is overlaid and every tab draws it or says why not") {
    MeasureDesk desk;
    desk.frames(2);
    desk.now = with_measurements();
    desk.frames(3);
    CHECK(desk.state.held.overlaid.size() == 2);
    CHECK(desk.shows("level at 1000 Hz"));  // it turned to the figures
    const int bare = desk.triangles();
    for (const MeasureView view : kMeasureViews) {
      CAPTURE(to_string(view));
      REQUIRE(desk.click(to_string(view)));
      desk.frames(2);
      if (view == MeasureView::WarmUp) {
        CHECK(desk.shows("needs takes of one setting again and again"));
      } else {
        CHECK(desk.triangles() > 200);
        CHECK(desk.state.plots.plot.traces.size() == 2);
      }
      if (view == MeasureView::Bursts) CHECK(desk.shows("take 2: only the full suite plays it"));
    }
    CHECK(bare > 0);
    REQUIRE(desk.click("Knobs"));
    desk.frames(2);
    CHECK(desk.shows("three or more settings"));
  }

  TEST_CASE("measure panel: a setting taken off the plots, made the reference, forgotten") {
    MeasureDesk desk;
    desk.frames(2);
    desk.now = with_measurements();
    desk.frames(3);
    REQUIRE(desk.click("Knobs"));  // where nothing else says "reference"
    REQUIRE(desk.click("reference"));
    desk.frames(2);
    CHECK(desk.state.held.reference == "/m#1");
    REQUIRE(desk.click("Harmonics"));
    REQUIRE(desk.click("difference to reference"));
    desk.frames(2);
    CHECK(desk.state.plots.wish.reference == 0);
    CHECK(desk.state.plots.plot.traces[0].data->y(0) == 0.0);
    REQUIRE(desk.click("Forget"));
    REQUIRE(desk.last<ForgetMeasurement>() != nullptr);
    CHECK(desk.last<ForgetMeasurement>()->index == 0);
    desk.now.measured = std::make_shared<const std::vector<MeasuredSetting>>(
        std::vector<MeasuredSetting>{measured(2, Suite::Quick, 2.0 * test::kA2)});
    desk.frames(2);
    CHECK(desk.state.held.reference.empty());
    CHECK(desk.state.held.overlaid == std::set<std::string>{"/m#2"});
    REQUIRE(desk.click("Rename"));
    desk.frames(2);
    REQUIRE(desk.click("OK"));
    REQUIRE(desk.last<RenameMeasurement>() != nullptr);
    CHECK(desk.last<RenameMeasurement>()->name == "take 2");
  }

  TEST_CASE("measure panel: traces are made once, a plot only anew when what it shows changes") {
    MeasureDesk desk;
    desk.frames(2);
    desk.now = with_measurements();
    desk.frames(3);
    REQUIRE(desk.click("Level"));
    desk.frames(2);
    const auto traces = desk.state.held.made.front().second.traces;
    const auto* plot_points = desk.state.plots.plot.traces.data();
    desk.frames(3);
    CHECK(desk.state.held.made.front().second.traces == traces);
    CHECK(desk.state.plots.plot.traces.data() == plot_points);
  }

  TEST_CASE("measure panel: a silent measurement draws refusals, many settings do no harm") {
    MeasureDesk desk;
    desk.frames(2);
    std::vector<MeasuredSetting> many;
    const auto silent = test::silent_measurement();
    for (int take = 1; take <= 100; ++take) {
      many.push_back({"a long name of a setting " + std::to_string(take),
                      "/m",
                      take,
                      {},
                      rig_of_two(),
                      nullptr,
                      silent});
    }
    desk.now.measured = std::make_shared<const std::vector<MeasuredSetting>>(std::move(many));
    desk.frames(3);
    CHECK(desk.state.held.overlaid.size() == kOverlayAtOnce);
    REQUIRE(desk.click("Harmonics"));
    desk.frames(2);
    CHECK(desk.shows("setting 1: not measured:"));
  }

  TEST_CASE("measure panel: a plot is saved under a name that tells what it shows") {
    CHECK(plot_file_name({MeasureView::Level, "gain, 1000 Hz", {}}) ==
          "measure-level-gain--1000-hz");
    CHECK(plot_file_name({MeasureView::Distortion, "H2", 1}) == "measure-thd-freq-h2-difference");
  }
}
