// SPDX-License-Identifier: GPL-3.0-or-later
// Takes that were to be taken back when the session was killed.
#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "rig/plan/plan_file.hpp"
#include "session_scene.hpp"
#include "support/passing_knobs.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::Scene;

namespace {

/// As a kill: nothing of the session runs any more.
struct Killed : std::runtime_error {
  Killed() : std::runtime_error("killed") {}
};

/// A block between two reference takes in which the amp moves by half a dB.
void let_the_amp_move(Scene& scene) {
  scene.rig.simulation.warm_up_db = 2.0;
  scene.rig.simulation.warm_up_s = 60.0;
  scene.plan.takes[3].split = Split::Reference;
  scene.plan.takes[3].setting = scene.plan.takes[0].setting;
  scene.plan.hash = plan_hash(scene.plan);
}

bool first_is_withdrawn(const TakeRecord& take) {
  return take.attempts.size() == 2 && !take.attempts[0].accepted() &&
         take.attempts[0].outcome->verdict.faults.front().code == FaultCode::Withdrawn;
}

/// Counts how often the knobs are said to stand nobody knows where.
class CountingKnobs final : public test::PassingKnobs {
 public:
  CountingKnobs(std::unique_ptr<KnobActuator> behind, int& doubts)
      : PassingKnobs(std::move(behind)), doubts_(doubts) {}
  void doubt() noexcept override { ++doubts_; }

 private:
  int& doubts_;
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("session: killed between a reference take and its verdict, the next one passes it") {
    // The last take of the plan is that reference: the dataset looks complete.
    Scene scene;
    let_the_amp_move(scene);
    scene.observer = [](const SessionSnapshot& now) {
      if (now.message.find("the amp moved") != std::string::npos) throw Killed{};
    };
    CHECK_THROWS_AS((void)scene.capture(), Killed);
    for (const TakeRecord& take : open_dataset(scene.dir()).takes) {
      REQUIRE(take.accepted() != nullptr);
    }
    scene.observer = {};
    CHECK(scene.capture(true).complete());
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(dataset.takes[0].attempts.size() == 1);
    for (const std::size_t take : {1U, 2U, 3U}) CHECK(first_is_withdrawn(dataset.takes[take]));
    // Nor a second time: block_retakes is 1, whichever session took them.
    CHECK(scene.capture(true).complete());
    for (const TakeRecord& take : open_dataset(scene.dir()).takes) {
      CHECK(take.attempts.size() <= 2);
    }
  }

  TEST_CASE("session: STOP ends a session that still looks over what an earlier one left") {
    Scene scene;
    scene.observer = [&](const SessionSnapshot& now) {
      if (now.takes_done == 3) scene.stop.request_stop();
    };
    (void)scene.capture();
    bool played = false;
    scene.observer = [&](const SessionSnapshot& now) {
      played = played || now.state == SessionState::Opening;
    };
    const SessionSummary summary = scene.capture(true);  // stopped all along
    REQUIRE(summary.ended_by);
    CHECK(summary.ended_by->code == FaultCode::Stopped);
    CHECK_FALSE(played);
  }

  TEST_CASE("session: what is taken again has every knob set again") {
    Scene scene;
    let_the_amp_move(scene);
    int doubts = 0;
    scene.hands = [&](std::unique_ptr<KnobActuator> behind) {
      return std::make_unique<CountingKnobs>(std::move(behind), doubts);
    };
    REQUIRE(scene.capture().complete());
    CHECK(doubts == 1);
  }
}
