// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/session.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "session_scene.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::Scene;
using test::was_noted;

TEST_SUITE("sim") {
  TEST_CASE("session: every take of the plan is captured, accepted and labelled") {
    Scene scene;
    const SessionSummary summary = scene.capture();
    CHECK(summary.complete());
    CHECK_FALSE(summary.ended_by);
    const Dataset dataset = open_dataset(scene.dir());
    REQUIRE(dataset.takes.size() == 4);
    for (const TakeRecord& take : dataset.takes) {
      REQUIRE(take.accepted() != nullptr);
      REQUIRE(take.accepted()->attempt.labels.size() == 2);
      CHECK(take.accepted()->attempt.labels[0].printed ==
            doctest::Approx(take.planned.setting.at("gain")));
      CHECK(take.accepted()->outcome->measured.delay_samples ==
            doctest::Approx(1000.37).epsilon(1e-6));
    }
  }

  TEST_CASE("session: a slip in one take is refused, kept and taken again") {
    Scene scene;
    scene.rig.simulation.faults.push_back({1, 1, InjectedFault::Kind::Drop, 3.0, 1, "all"});
    const SessionSummary summary = scene.capture();
    CHECK(summary.complete());
    CHECK(summary.refused_attempts == 1);
    const Dataset dataset = open_dataset(scene.dir());
    REQUIRE(dataset.takes[1].attempts.size() == 2);
    const Outcome& refused = *dataset.takes[1].attempts[0].outcome;
    CHECK(refused.verdict.faults.front().code == FaultCode::Slip);
    CHECK(refused.raw_file == "raw/00001-a1.wav");
    CHECK(std::filesystem::exists(scene.dir() / refused.raw_file));
  }

  TEST_CASE("session: a take refused every time is given up and the rest goes on") {
    Scene scene;
    scene.rig.simulation.faults.push_back({1, 0, InjectedFault::Kind::Drop, 3.0, 1, "all"});
    const SessionSummary summary = scene.capture();
    CHECK_FALSE(summary.complete());
    CHECK(summary.accepted == 3);
    CHECK(summary.given_up == 1);
    CHECK(summary.refused_attempts == 3);  // two retries
    CHECK(was_noted(open_dataset(scene.dir()), "given_up"));
  }

  TEST_CASE("session: STOP in the middle of a take keeps what was recorded and can be resumed") {
    Scene scene;
    scene.observer = [&scene](const SessionSnapshot& now) {
      if (now.take == 2 && now.take_position > 0.5) scene.stop.request_stop();
    };
    const SessionSummary stopped = scene.capture();
    REQUIRE(stopped.ended_by);
    CHECK(stopped.ended_by->code == FaultCode::Stopped);
    CHECK(stopped.accepted == 2);
    CHECK(std::filesystem::exists(scene.dir() / "raw/00002-a1.wav"));

    scene.stop = std::stop_source{};
    scene.observer = {};
    CHECK(scene.capture(true).complete());
  }

  TEST_CASE("session: a missing load refuses to start before anything loud") {
    Scene scene;
    scene.rig.simulation.faults.push_back({-2, 0, InjectedFault::Kind::TapLost, 0.0, 1, ""});
    CHECK_THROWS_AS(scene.capture(), SetupError);
    CHECK(open_dataset(scene.dir()).takes[0].attempts.empty());
  }

  TEST_CASE("session: the label stands in the ledger before the take sounds") {
    Scene scene;
    bool seen = false;
    scene.observer = [&](const SessionSnapshot& now) {
      if (seen || now.state != SessionState::Playing || now.take_position <= 0.0) return;
      seen = true;
      const Dataset dataset = open_dataset(scene.dir());
      REQUIRE(dataset.takes[0].attempts.size() == 1);
      CHECK(dataset.takes[0].attempts[0].attempt.labels.size() == 2);
      CHECK_FALSE(dataset.takes[0].attempts[0].outcome);
    };
    (void)scene.capture();
    CHECK(seen);
  }

  TEST_CASE("session: without a loopback one delay serves the whole epoch and is noted") {
    Scene scene;
    scene.rig.audio.inputs.pop_back();
    scene.rig.audio.outputs.pop_back();
    const SessionSummary summary = scene.capture();
    CHECK(summary.complete());
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(was_noted(dataset, "fixed_delay"));
    const double first = dataset.takes[0].accepted()->outcome->measured.delay_samples;
    CHECK(std::abs(first - 1000.0) < 20.0);  // first arrival: the amp's own response follows it
    for (const TakeRecord& take : dataset.takes) {
      CHECK(take.accepted()->outcome->measured.time_source == TimeSource::FixedDelay);
      CHECK(take.accepted()->outcome->measured.delay_samples == first);
      CHECK(std::isnan(take.accepted()->outcome->measured.delay_sigma_samples));
    }
  }
}
