// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "rig/dataset/knob_truth.hpp"
#include "rig/plan/plan_file.hpp"
#include "session_scene.hpp"
#include "support/quick_bench.hpp"
#include "support/short_stimulus.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::Scene;

namespace {

struct HearingScene : Scene {
  HearingScene() {
    plan.policy.hear_knobs = true;
    plan.policy.retries = 1;
    stimulus = test::short_stimulus();
    PlannedTake last = plan.takes.front();  // the reference closes the block
    last.id = 4;
    plan.takes.push_back(last);
    plan.hash = plan_hash(plan);
  }
  SessionSummary capture() {
    Bench bench = std::move(test::quick_bench(rig).bench);
    DatasetWriter writer = DatasetWriter::create(dir(), plan, rig, stimulus, "test");
    return run_session({rig, plan, stimulus, bench, writer, {}}, options, observer,
                       stop.get_token());
  }
  void plant(KnobFault::Kind kind, int from_take, double size = 0.0) {
    rig.simulation.knob_faults.push_back(
        {kind, "treble", kind == KnobFault::Kind::Swapped ? "gain" : "", size, from_take});
  }
};

bool warned(const Dataset& dataset, int take, FaultCode code) {
  const AttemptRecord* accepted = dataset.takes[static_cast<std::size_t>(take)].accepted();
  if (accepted == nullptr) return false;
  const auto& warnings = accepted->outcome->verdict.warnings;
  return std::any_of(warnings.begin(), warnings.end(),
                     [&](const Fault& fault) { return fault.code == code; });
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE("hearing knobs: every take gets its print, every knob its curve, and no false alarm") {
    HearingScene scene;
    REQUIRE(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    REQUIRE(dataset.curves);
    REQUIRE(dataset.curves->knobs.size() == 2);
    CHECK(dataset.curves->knobs[0].knob == "gain");
    for (const TakeRecord& take : dataset.takes) {
      REQUIRE(take.accepted()->attempt.heard);
      CHECK(take.accepted()->attempt.heard->settled);
      CHECK_FALSE(warned(dataset, take.planned.id, FaultCode::KnobMisplaced));
    }
    const KnobTruth truth = knob_truth(dataset);
    CHECK(truth.findings.empty());
    REQUIRE(truth.knobs.size() == 2);
    for (const KnobHealth& knob : truth.knobs) {
      CAPTURE(knob.knob);
      CHECK(knob.detectable_at_revisit < 0.05);
      CHECK(std::abs(knob.revisit_error.value()) < knob.detectable_at_revisit);
    }
  }

  TEST_CASE("hearing knobs: a coupling that slips is told at the next revisit, with its size") {
    HearingScene scene;
    scene.plant(KnobFault::Kind::Slip, 2, -0.06);
    REQUIRE(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    CHECK_FALSE(warned(dataset, 0, FaultCode::KnobMisplaced));
    CHECK(warned(dataset, 4, FaultCode::KnobMisplaced));
    const KnobTruth truth = knob_truth(dataset);
    REQUIRE(truth.findings.size() == 1);
    CHECK(truth.findings.front().take == 4);
    CHECK(truth.findings.front().blame.knob == "treble");
    CHECK(truth.findings.front().blame.error == doctest::Approx(-0.06).epsilon(0.1));
    CHECK(truth.doubt(3, "treble") == doctest::Approx(0.06).epsilon(0.1));
    CHECK(truth.doubt(3, "gain") == 0.0);
    CHECK(truth.doubt(0, "treble") == 0.0);
  }

  TEST_CASE("hearing knobs: a knob that dies, turns over or is swapped ends the session") {
    for (const auto kind :
         {KnobFault::Kind::Dead, KnobFault::Kind::Reversed, KnobFault::Kind::Swapped}) {
      CAPTURE(static_cast<int>(kind));
      HearingScene scene;
      scene.plant(kind, 2);
      const SessionSummary summary = scene.capture();
      REQUIRE(summary.ended_by);
      CHECK(summary.ended_by->code == FaultCode::KnobNotHeard);
      CHECK(summary.ended_by->detail.find("treble") != std::string::npos);
    }
  }

  TEST_CASE("hearing knobs: a knob that does nothing from the start refuses to start") {
    HearingScene scene;
    scene.rig.simulation.dead_knob = "treble";
    CHECK_THROWS_WITH_AS(scene.capture(), doctest::Contains("the sound did not change"),
                         SetupError);
  }

  TEST_CASE("hearing knobs: a take waits for a sound that lags behind its knobs") {
    HearingScene scene;
    scene.rig.simulation.sound_lag_ms = 1500.0;
    REQUIRE(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    double longest = 0.0;  // some moves last longer than the lag
    for (const TakeRecord& take : dataset.takes) {
      longest = std::max(longest, take.accepted()->attempt.heard->settle_s);
    }
    CHECK(longest > 1.0);
    CHECK_FALSE(warned(dataset, 1, FaultCode::SoundUnsettled));
    CHECK(knob_truth(dataset).findings.empty());
  }
}
