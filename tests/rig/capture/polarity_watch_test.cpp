// SPDX-License-Identifier: GPL-3.0-or-later
// A cable turned around in the middle of a session.
#include "rig/capture/polarity_watch.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "fixtures/scripted_operator.hpp"
#include "rig/plan/plan_file.hpp"
#include "session_scene.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::Cable;
using test::Scene;

namespace {

/// As a kill: nothing of the session runs any more.
struct PowerGone : std::runtime_error {
  PowerGone() : std::runtime_error("killed") {}
};

/// Take 4 has take 0's setting; the cable is turned around before take 2, and put right by whoever
/// is asked.
struct TurnedCable {
  explicit TurnedCable(Operator::Answer answer) {
    test::add_references(scene.plan, 1);
    scene.plan.hash = plan_hash(scene.plan);
    scene.person =
        std::make_unique<fixtures::ScriptedOperator>(std::deque<Operator::Answer>{answer});
    scene.observer = [this](const SessionSnapshot& now) {
      if (now.state == SessionState::Paused && mends) scene.cable = Cable::Plugged;
      if (now.state == SessionState::Moving && now.take == 2 && !turned) {
        turned = true;
        scene.cable = Cable::TurnedOver;
      }
    };
  }
  Scene scene;
  bool turned{false};
  bool mends{true};  ///< Who is asked puts it right.
};

/// One accepted take of a second-long session.
TakeRecord played(int take, const std::string& at, double gain, int polarity) {
  TakeRecord record;
  record.planned.id = take;
  record.planned.setting = {{"gain", gain}};
  AttemptRecord attempt;
  attempt.attempt.take = take;
  attempt.attempt.started = at;
  attempt.outcome.emplace();
  attempt.outcome->verdict.accepted = true;
  attempt.outcome->measured.polarity = polarity;
  record.attempts.push_back(attempt);
  return record;
}

/// For its polarity, among other things.
void refuse(TakeRecord& take) {
  take.attempts.back().outcome->verdict.accepted = false;
  take.attempts.back().outcome->verdict.faults = {{FaultCode::HumHigh, ""},
                                                  {FaultCode::PolarityInverted, ""}};
}

/// Nothing that stands is upside down, and what may have been was played again.
void check_mended(const Dataset& dataset) {
  for (const TakeRecord& take : dataset.takes) {
    REQUIRE(take.accepted() != nullptr);
    CHECK(take.accepted()->outcome->measured.polarity ==
          dataset.takes[0].accepted()->outcome->measured.polarity);
  }
  CHECK(dataset.takes[0].attempts.size() == 1);
  for (const std::size_t take : {1U, 2U, 3U}) {
    REQUIRE(dataset.takes[take].attempts.size() == 2);
    CHECK(dataset.takes[take].attempts[0].outcome->verdict.faults.front().code ==
          FaultCode::Withdrawn);
  }
  CHECK(dataset.takes[4].attempts[0].outcome->verdict.faults.front().code ==
        FaultCode::PolarityInverted);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "polarity: of a setting it is the first sure one; a moving knob neither asks nor tells") {
    Dataset dataset;
    dataset.takes = {played(0, "01", 5.0, 0), played(1, "02", 5.0, -1), played(2, "03", 5.0, 1),
                     played(3, "04", 7.0, 1)};
    PlannedTake next = dataset.takes[0].planned;
    CHECK(polarity_at(dataset, next) == -1);
    next.motion.emplace();
    CHECK(polarity_at(dataset, next) == 0);
    dataset.takes[1].planned.motion.emplace();
    next.motion.reset();
    CHECK(polarity_at(dataset, next) == 1);
    next.setting = {{"gain", 6.0}};
    CHECK(polarity_at(dataset, next) == 0);
  }

  TEST_CASE("polarity: in doubt is what was played between a setting's two polarities") {
    Dataset dataset;
    dataset.takes = {played(0, "01", 5.0, 1), played(1, "02", 7.0, 1), played(2, "03", 5.0, 1),
                     played(3, "04", 8.0, 1), played(4, "06", 9.0, 1), played(5, "05", 5.0, -1)};
    CHECK(maybe_upside_down(dataset).empty());
    refuse(dataset.takes[5]);
    dataset.takes[2].attempts[0].outcome->measured.polarity = 0;  // not sure: no witness
    CHECK(maybe_upside_down(dataset) == std::vector<int>{1, 2, 3});
    dataset.takes[2].attempts[0].outcome->measured.polarity = 1;
    CHECK(maybe_upside_down(dataset) == std::vector<int>{3});
    dataset.takes[5].attempts.push_back(played(5, "07", 5.0, 1).attempts[0]);  // put right
    CHECK(maybe_upside_down(dataset) == std::vector<int>{3});
    dataset.takes[3].attempts[0].outcome->verdict.accepted = false;  // taken back
    CHECK(maybe_upside_down(dataset).empty());
  }
}

TEST_SUITE("sim") {
  TEST_CASE("session: a cable turned around pauses, and what it may have hit is played again") {
    TurnedCable bench{Operator::Answer::Yes};
    const SessionSummary summary = bench.scene.capture();
    CHECK(summary.complete());
    const Dataset dataset = open_dataset(bench.scene.dir());
    check_mended(dataset);
    CHECK(test::was_noted(dataset, "upside_down"));
  }

  TEST_CASE("session: a cable turned around parks where nobody is, and a resume plays on") {
    TurnedCable bench{Operator::Answer::No};
    const SessionSummary parked = bench.scene.capture();
    REQUIRE(parked.ended_by);
    CHECK(parked.ended_by->code == FaultCode::PolarityInverted);
    CHECK(parked.accepted == 1);
    CHECK(bench.scene.capture(true).complete());
    check_mended(open_dataset(bench.scene.dir()));
  }
}

TEST_SUITE("slow") {
  TEST_CASE("session: who goes on without mending the cable is parked, as where no try is left") {
    for (const int retries : {0, 2}) {
      TurnedCable bench{Operator::Answer::Yes};
      bench.scene.plan.policy.retries = retries;
      bench.mends = false;
      bench.scene.person = std::make_unique<fixtures::ScriptedOperator>(
          std::deque<Operator::Answer>{Operator::Answer::Yes, Operator::Answer::Yes});
      const SessionSummary parked = bench.scene.capture();
      REQUIRE(parked.ended_by);
      CHECK(parked.ended_by->code == FaultCode::PolarityInverted);
      CHECK(parked.accepted == 1);
      CHECK(parked.given_up == 1);
    }
  }

  TEST_CASE("session: no reference take is held against one that was taken back as upside down") {
    TurnedCable bench{Operator::Answer::Yes};
    auto& takes = bench.scene.plan.takes;
    takes.resize(4);
    std::swap(takes[0].setting, takes[2].setting);
    std::swap(takes[0].split, takes[2].split);  // a reference take, and the first, at take 2
    takes[3].setting = takes[0].setting;
    bench.scene.plan.hash = plan_hash(bench.scene.plan);
    CHECK(bench.scene.capture().complete());
    const Dataset dataset = open_dataset(bench.scene.dir());
    CHECK(test::was_noted(dataset, "upside_down"));
    CHECK_FALSE(test::was_noted(dataset, "block_moved"));
    CHECK(dataset.takes[3].attempts.size() == 2);
  }

  TEST_CASE(
      "session: killed between an upside-down take and what follows, the next one sees to it") {
    TurnedCable bench{Operator::Answer::No};
    const auto usual = bench.scene.observer;
    bench.scene.observer = [&](const SessionSnapshot& now) {
      usual(now);
      if (now.message.find("upside down") != std::string::npos) throw PowerGone{};
    };
    CHECK_THROWS_AS((void)bench.scene.capture(), PowerGone);
    REQUIRE(open_dataset(bench.scene.dir()).takes[2].accepted() != nullptr);
    bench.scene.observer = {};
    bench.scene.cable = Cable::Plugged;
    CHECK(bench.scene.capture(true).complete());
    check_mended(open_dataset(bench.scene.dir()));
  }
}
