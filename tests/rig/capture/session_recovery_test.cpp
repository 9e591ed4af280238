// SPDX-License-Identifier: GPL-3.0-or-later
// What a session does when streams, loads and amps go away.
#include "rig/capture/session.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "rig/dataset/session_end.hpp"
#include "rig/plan/plan_file.hpp"
#include "session_scene.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::add_references;
using test::Scene;
using test::was_noted;

namespace {

void lose_every_stream_in(int take, Scene& scene) {
  for (int attempt = 1; attempt < 40; ++attempt) {
    scene.failures.push_back({take, attempt, fixtures::PortFailure::When::Poll,
                              Fault{FaultCode::StreamLost, "cable"}, SampleCount{48000}});
  }
}

/// The takes as they come where the second one's stream is lost, once.
std::vector<int> order_around_a_lost_stream(int references) {
  Scene scene;
  add_references(scene.plan, references);
  scene.failures = {{1, 1, fixtures::PortFailure::When::Poll,
                     Fault{FaultCode::StreamLost, "server"}, SampleCount{48000}}};
  std::vector<int> order;
  scene.observer = [&](const SessionSnapshot& now) {
    if (now.state == SessionState::Moving) order.push_back(now.take);
  };
  REQUIRE(scene.capture().complete());
  return order;
}

/// A gain knob at whose minimum the amp is silent, or what else `at_minimum` says.
class MutingKnobs final : public test::PassingKnobs {
 public:
  MutingKnobs(std::unique_ptr<KnobActuator> behind, test::Cable& cable,
              const test::Cable& at_minimum)
      : PassingKnobs(std::move(behind)), cable_(cable), at_minimum_(at_minimum) {}
  Result<std::vector<KnobLabel>> move(const Setting& setting,
                                      const std::stop_token& stop) override {
    cable_ = setting.at("gain") > 0.0 ? test::Cable::Plugged : at_minimum_;
    return PassingKnobs::move(setting, stop);
  }

 private:
  test::Cable& cable_;
  const test::Cable& at_minimum_;
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("session: a lost stream is opened again in a new epoch and costs the take no try") {
    Scene scene;
    scene.failures = {{2, 1, fixtures::PortFailure::When::Poll,
                       Fault{FaultCode::StreamLost, "cable"}, SampleCount{48000}}};
    scene.failing_opens = {2, 3};  // the server needs a moment
    const SessionSummary summary = scene.capture();
    CHECK(summary.complete());
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(dataset.epochs.size() == 2);
    CHECK(dataset.takes[1].accepted()->attempt.epoch == 1);
    CHECK(dataset.takes[2].accepted()->attempt.epoch == 2);
    CHECK(dataset.takes[2].accepted()->attempt.number == 2);
  }

  TEST_CASE("session: an amp that restarted with the stream has its knobs set again") {
    Scene quiet;
    REQUIRE(quiet.capture().complete());
    Scene scene;
    scene.failures = {{2, 1, fixtures::PortFailure::When::Poll,
                       Fault{FaultCode::StreamLost, "server"}, SampleCount{48000}}};
    scene.observer = [&](const SessionSnapshot& now) {
      if (now.state == SessionState::Reopening) scene.restarted = true;
    };
    REQUIRE(scene.capture().complete());
    const Dataset before = open_dataset(quiet.dir());
    const Dataset after = open_dataset(scene.dir());
    for (std::size_t i = 0; i < before.takes.size(); ++i) {
      CHECK(after.takes[i].accepted()->outcome->measured.peak.value() ==
            doctest::Approx(before.takes[i].accepted()->outcome->measured.peak.value())
                .epsilon(1e-4));
    }
  }

  TEST_CASE("session: after a lost stream the next reference take comes before the broken one") {
    CHECK(order_around_a_lost_stream(2) == std::vector<int>{0, 1, 4, 1, 2, 3, 5});
  }

  TEST_CASE("session: a stream lost in every take parks instead of driving the amp all night") {
    Scene scene;
    for (const int take : {1, 2, 3}) lose_every_stream_in(take, scene);
    const SessionSummary summary = scene.capture();
    REQUIRE(summary.ended_by);
    CHECK(summary.ended_by->code == FaultCode::StreamLost);
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(dataset.takes[1].attempts.size() + dataset.takes[2].attempts.size() ==
          static_cast<std::size_t>(scene.options.stream_failures) + 1);
  }

  TEST_CASE("session: a take that kills every stream is given up, and the others are made") {
    Scene scene;
    lose_every_stream_in(1, scene);
    const SessionSummary summary = scene.capture();
    CHECK_FALSE(summary.ended_by);
    CHECK(summary.accepted == 3);
    CHECK(summary.given_up == 1);
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(dataset.takes[1].attempts.size() == 3);  // two retries
    CHECK(was_noted(dataset, "given_up"));
  }

  TEST_CASE("session: lost streams do not use up the reference that closes the last block") {
    CHECK(order_around_a_lost_stream(1) == std::vector<int>{0, 1, 1, 2, 3, 4});
  }

  TEST_CASE("session: stop_on_failure parks with the take's own fault, not as an interruption") {
    Scene scene;
    scene.plan.policy.stop_on_failure = true;
    scene.rig.simulation.faults.push_back({1, 0, InjectedFault::Kind::Drop, 3.0, 1, "all"});
    const SessionSummary summary = scene.capture();
    REQUIRE(summary.ended_by);
    CHECK(summary.ended_by->code == FaultCode::Slip);
  }

  TEST_CASE("session: a complete dataset is not armed, probed or played again") {
    Scene scene;
    REQUIRE(scene.capture().complete());
    bool armed = false;
    scene.observer = [&](const SessionSnapshot& now) {
      armed = armed || now.state == SessionState::Arming || now.state == SessionState::Probing;
    };
    CHECK(scene.capture(true).complete());
    CHECK_FALSE(armed);
    CHECK(open_dataset(scene.dir()).epochs.size() == 1);
  }

  TEST_CASE("session: freewheel is refused on a sound card and before a load") {
    for (const AudioApi api : {AudioApi::Alsa, AudioApi::Jack}) {
      Scene scene;
      scene.options.freewheel = true;
      scene.rig.audio.api = api;
      scene.rig.load.kind = api == AudioApi::Alsa ? "none" : "reactive";
      CHECK_THROWS_AS(scene.capture(), SetupError);
    }
  }

  TEST_CASE("session: a stream that never comes back parks the session, which can be resumed") {
    Scene scene;
    scene.failures = {{1, 1, fixtures::PortFailure::When::Begin,
                       Fault{FaultCode::StreamHung, "server hangs"}, SampleCount{0}}};
    for (int open = 2; open < 40; ++open) scene.failing_opens.push_back(open);
    const SessionSummary parked = scene.capture();
    REQUIRE(parked.ended_by);
    CHECK(parked.ended_by->code == FaultCode::StreamHung);
    CHECK(parked.accepted == 1);

    scene.failures.clear();
    scene.failing_opens.clear();
    const SessionSummary resumed = scene.capture(true);
    CHECK(resumed.complete());
    CHECK(open_dataset(scene.dir()).takes[0].attempts.size() == 1);  // not taken again
  }

  TEST_CASE("session: a load that disappears parks at once, without a retry") {
    Scene scene;
    scene.rig.simulation.faults.push_back({1, 1, InjectedFault::Kind::TapLost, 3.0, 1, ""});
    const SessionSummary summary = scene.capture();
    REQUIRE(summary.ended_by);
    CHECK(summary.ended_by->code == FaultCode::TapLow);
    CHECK(summary.refused_attempts == 1);
    CHECK(open_dataset(scene.dir()).takes[1].attempts.size() == 1);
  }

  TEST_CASE("session: a load that is gone before a take parks before anything loud") {
    for (const double gain : {7.0, 0.0}) {  // at 0 the knob alone could be as silent
      CAPTURE(gain);
      Scene scene;
      scene.plan.takes[2].setting["gain"] = gain;
      scene.plan.hash = plan_hash(scene.plan);
      scene.observer = [&](const SessionSnapshot& now) {
        if (now.state == SessionState::Moving && now.take == 2) {
          scene.cable = test::Cable::Unplugged;
        }
      };
      const SessionSummary summary = scene.capture();
      REQUIRE(summary.ended_by);
      CHECK(summary.ended_by->code == FaultCode::TapLow);
      CHECK(summary.accepted == 2);
      CHECK(open_dataset(scene.dir()).takes[2].attempts.empty());
    }
  }

  TEST_CASE("session: an amp that is silent at a knob's end, and there alone, is taken so") {
    Scene scene;
    scene.plan.takes[2].setting["gain"] = 0.0;
    scene.plan.hash = plan_hash(scene.plan);
    const test::Cable silent = test::Cable::Unplugged;
    scene.hands = [&](std::unique_ptr<KnobActuator> behind) {
      return std::make_unique<MutingKnobs>(std::move(behind), scene.cable, silent);
    };
    scene.rig.safety.tap_guard = false;  // it hears the amp before that cable
    CHECK(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(test::was_noted(dataset, "silent_end"));
    REQUIRE(dataset.takes[2].accepted() != nullptr);
    CHECK(dataset.takes[2].accepted()->outcome->verdict.warnings.front().code == FaultCode::Silent);
    CHECK(dataset.takes[2].accepted()->attempt.labels.front().printed == 0.0);
  }

  TEST_CASE("session: whether the amp still answers is asked where it answered most clearly") {
    Scene scene;
    for (const std::size_t take : {1U, 2U}) scene.plan.takes[take].setting["gain"] = 0.0;
    scene.plan.hash = plan_hash(scene.plan);
    test::Cable at_minimum = test::Cable::Noisy;
    scene.hands = [&](std::unique_ptr<KnobActuator> behind) {
      return std::make_unique<MutingKnobs>(std::move(behind), scene.cable, at_minimum);
    };
    scene.observer = [&](const SessionSnapshot& now) {
      if (now.take != 1 || now.state != SessionState::Playing) return;
      at_minimum = scene.cable = test::Cable::Unplugged;
    };
    scene.rig.safety.tap_guard = false;  // it hears the amp before that cable
    const SessionSummary summary = scene.capture();
    INFO((summary.ended_by ? summary.ended_by->detail : ""));
    REQUIRE(summary.complete());
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(test::was_noted(dataset, "silent_end"));
    CHECK(dataset.takes[2].accepted()->attempt.labels.front().printed == 0.0);
  }

  TEST_CASE("session: the log tells that it was stopped, and that the one before died") {
    Scene scene;
    scene.observer = [&](const SessionSnapshot& now) {
      if (now.takes_done == 1) scene.stop.request_stop();
    };
    CHECK_FALSE(scene.capture().complete());
    CHECK(end_of_last_session(open_dataset(scene.dir()).events) == SessionEnd::Stopped);
    {  // what a session leaves that is killed at its start
      auto killed = DatasetWriter::resume(scene.dir(), scene.plan, scene.rig, scene.stimulus);
      REQUIRE(killed.event("session_start", "killed"));
    }
    CHECK(end_of_last_session(open_dataset(scene.dir()).events) == SessionEnd::Died);
    scene.observer = {};
    scene.stop = {};
    REQUIRE(scene.capture(true).complete());
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(test::was_noted(dataset, "session_died"));
    CHECK(end_of_last_session(dataset.events) == SessionEnd::Finished);
  }
}
