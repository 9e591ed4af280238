// SPDX-License-Identifier: GPL-3.0-or-later
// A delay that moves between two takes and stays there: what a slip of a buffer does.
#include "rig/capture/delay_steps.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "rig/capture/judge.hpp"
#include "rig/dataset/take_reader.hpp"
#include "rig/plan/plan_file.hpp"
#include "session_scene.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::Scene;
using test::was_noted;
using Answer = DelaySteps::Answer;

namespace {

constexpr int kStep = 256;  // a period

void step_before_take_one(Scene& scene) {
  scene.rig.simulation.faults.push_back({1, 1, InjectedFault::Kind::Step, 0.0, kStep, "all"});
}

Verdict compared() {
  Verdict verdict;
  verdict.gates.push_back({kDelayGate, 0.0, 0.25, "samples", true});
  return verdict;
}

int count(const Dataset& dataset, const std::string& kind) {
  return static_cast<int>(std::count_if(dataset.events.begin(), dataset.events.end(),
                                        [&](const Event& event) { return event.kind == kind; }));
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("delay steps: one that stays asks for a new stream, one that wanders costs a try") {
    DelaySteps steps{0.25};
    CHECK(steps.moved(1256.0) == Answer::OnceMore);
    CHECK(steps.moved(1256.1) == Answer::NewStream);
    CHECK(steps.moved(1300.0) == Answer::OnceMore);
    CHECK(steps.moved(1400.0) == Answer::TryAgain);
    CHECK(steps.moved(std::nan("")) == Answer::TryAgain);
    steps.accepted({});
    CHECK(steps.moved(1400.0) == Answer::OnceMore);
    steps.stream_opened();
    CHECK(steps.moved(1400.0) == Answer::OnceMore);
  }

  TEST_CASE("delay steps: new streams end, unless a take agreed with the one before it") {
    DelaySteps steps{0.25};
    const auto twice = [&] {
      (void)steps.moved(7.0);
      return steps.moved(7.0);
    };
    for (int i = 0; i < DelaySteps::kMostNewStreams; ++i) {
      CHECK(twice() == Answer::NewStream);
      steps.accepted({});  // the first take of a stream is compared with none
    }
    CHECK(twice() == Answer::GiveUp);
    steps.accepted(compared());
    CHECK(twice() == Answer::NewStream);
  }
}

TEST_SUITE("sim") {
  TEST_CASE(
      "session: a delay that moves between takes and stays costs a new stream, not the night") {
    Scene scene;
    step_before_take_one(scene);
    const SessionSummary summary = scene.capture();
    CHECK(summary.complete());
    CHECK_FALSE(summary.ended_by);
    CHECK(summary.refused_attempts == 2);
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(dataset.epochs.size() == 2);
    CHECK(was_noted(dataset, "stream_renewed"));
    for (const TakeRecord& take : dataset.takes) {
      REQUIRE(take.accepted() != nullptr);
      CHECK(take.accepted()->outcome->measured.delay_samples ==
            doctest::Approx(1000.37).epsilon(1e-6));
    }
  }

  TEST_CASE("session: where the plan skips for it, the takes after it are not skipped too") {
    Scene scene;
    step_before_take_one(scene);
    scene.plan.policy.on = {{FaultCode::DelayMoved, Reaction::Skip}};
    const SessionSummary summary = scene.capture();
    CHECK(summary.accepted == 3);
    CHECK(summary.given_up == 1);
    CHECK(open_dataset(scene.dir()).epochs.size() == 2);
  }

  TEST_CASE("session: without a loopback a slip between takes is no amp that moved: none is late") {
    const auto capture = [](Scene& scene, bool slips) {
      scene.rig.audio.inputs.pop_back();
      scene.rig.audio.outputs.pop_back();
      scene.plan.takes[3].split = Split::Reference;
      scene.plan.takes[3].setting = scene.plan.takes[0].setting;
      scene.plan.hash = plan_hash(scene.plan);
      if (slips) step_before_take_one(scene);
      return scene.capture();
    };
    Scene calm;
    REQUIRE(capture(calm, false).complete());
    Scene scene;
    REQUIRE(capture(scene, true).complete());
    const Dataset right = open_dataset(calm.dir());
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(dataset.epochs.size() == 2);
    CHECK(count(dataset, "fixed_delay") == 2);
    for (std::size_t i = 0; i < dataset.takes.size(); ++i) {
      CAPTURE(i);
      const auto sound = read_take(dataset, *dataset.takes[i].accepted()->outcome);
      const auto wanted = read_take(right, *right.takes[i].accepted()->outcome);
      REQUIRE(sound);
      REQUIRE(wanted);
      double error = 0.0;
      double power = 0.0;
      for (std::size_t n = 0; n < wanted->size(); ++n) {
        error += std::pow((*sound)[n] - (*wanted)[n], 2.0);
        power += std::pow((*wanted)[n], 2.0);
      }
      CHECK(error / power < 1e-4);
    }
  }
}
