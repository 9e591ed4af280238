// SPDX-License-Identifier: GPL-3.0-or-later
// A knob that moves while a take plays, on the simulated bench.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "rig/capture/motion_reach.hpp"
#include "rig/capture/steer_knob.hpp"
#include "rig/dataset/extend_dataset.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/rebuild.hpp"
#include "rig/dataset/withdraw_take.hpp"
#include "rig/verify/verify_dataset.hpp"
#include "motion_scene.hpp"
#include "support/passing_knobs.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::accepted_sound;
using test::add_motion_take;
using test::LongScene;
using test::trace_of;
using test::was_noted;

namespace {

/// Fails at a given steering step.
class FailingSteer final : public test::PassingKnobs {
 public:
  FailingSteer(std::unique_ptr<KnobActuator> behind, int fails_at, int& released, int& moves)
      : PassingKnobs(std::move(behind)), fails_at_(fails_at), released_(released), moves_(moves) {}
  Result<std::vector<KnobLabel>> move(const Setting& setting,
                                      const std::stop_token& stop) override {
    ++moves_;
    return PassingKnobs::move(setting, stop);
  }
  Result<KnobLabel> steer(const std::string& knob, double printed) override {
    if (++steps_ == fails_at_) {
      return tl::unexpected(Fault{FaultCode::KnobNotReached, "the cable fell out"});
    }
    return PassingKnobs::steer(knob, printed);
  }
  void release() noexcept override {
    ++released_;
    PassingKnobs::release();
  }

 private:
  int fails_at_;
  int steps_{0};
  int& released_;
  int& moves_;
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("knob motion: labels, gates and files of such a take") {
    LongScene scene;
    add_motion_take(scene, {{0.0, 2.0}, {8.0, 8.0}});
    REQUIRE(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    const AttemptRecord& record = *dataset.takes[2].accepted();
    const KnobLabel& gain = record.attempt.labels[0];
    CHECK(gain.printed == doctest::Approx(2.0));
    const double length = seconds(scene.stimulus.length(), scene.stimulus.rate).value();
    CHECK(gain.uncertainty ==
          doctest::Approx(scene.plan.takes[2].motion->rms_distance(2.0, length) / 10.0));
    CHECK(record.attempt.labels[1].uncertainty < 0.01);
    CHECK_FALSE(record.outcome->measured.replicate_esr);
    for (const Gate& gate : record.outcome->verdict.gates) CHECK(gate.name != "replicate ESR");
    CHECK(record.outcome->verdict.gates.size() >= 6);

    std::ifstream csv(scene.dir() / "metadata.csv");
    std::string line;
    std::string last;
    while (std::getline(csv, line)) last = line;
    CHECK(last.find("takes/00002.wav,input.wav,motion,listed,2,") == 0);

    std::ifstream in(scene.dir() / "dataset.json");
    const Json json = parse_json(std::string{std::istreambuf_iterator<char>(in), {}});
    CHECK(json.at("plan").at("takes").at(2).at("motion").at("points").at(1).at(0) == 8.0);
    const Json& sent = json.at("takes").at(2).at("motion").at("sent");
    REQUIRE(sent.size() == trace_of(dataset, 2).sent.size());
    CHECK(sent.size() > 300);  // a value every 20 ms for 8 s
    CHECK(sent.at(10).at("sample") == trace_of(dataset, 2).sent[10].sample);
    CHECK_FALSE(json.at("takes").at(1).contains("motion"));
    CHECK(derived_files_current(dataset));
    REQUIRE(rebuild(scene.dir()));
    CHECK(derived_files_current(open_dataset(scene.dir())));
  }

  TEST_CASE("knob motion: STOP leaves the knob unsteered and released, and the take is resumed") {
    LongScene scene;
    add_motion_take(scene, {{0.0, 2.0}, {8.0, 8.0}});
    int released = 0;
    int moves = 0;
    scene.hands = [&](std::unique_ptr<KnobActuator> behind) {
      return std::make_unique<FailingSteer>(std::move(behind), -1, released, moves);
    };
    scene.observer = [&scene](const SessionSnapshot& now) {
      if (now.take == 2 && now.take_position > 0.5) scene.stop.request_stop();
    };
    const SessionSummary stopped = scene.capture();
    REQUIRE(stopped.ended_by);
    CHECK(stopped.ended_by->code == FaultCode::Stopped);
    CHECK(released == 1);
    {
      const Dataset dataset = open_dataset(scene.dir());
      REQUIRE(dataset.takes[2].attempts.size() == 1);
      const Outcome& outcome = *dataset.takes[2].attempts[0].outcome;
      CHECK(outcome.verdict.faults.front().code == FaultCode::Stopped);
      REQUIRE(outcome.motion);  // what was sent until then
      CHECK(outcome.motion->sent.back().sample < 6 * 48000);
    }
    scene.stop = std::stop_source{};
    scene.observer = {};
    scene.hands = {};
    CHECK(scene.capture(true).complete());
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(dataset.takes[2].attempts.size() == 2);
    CHECK(trace_of(dataset, 2).sent.size() > 300);
  }

  TEST_CASE("knob motion: a value that cannot be sent ends the take, and it is taken again") {
    LongScene scene;
    add_motion_take(scene, {{0.0, 2.0}, {8.0, 8.0}});
    int released = 0;
    int moves = 0;
    scene.hands = [&](std::unique_ptr<KnobActuator> behind) {
      return std::make_unique<FailingSteer>(std::move(behind), 100, released, moves);
    };
    const SessionSummary summary = scene.capture();
    CHECK(summary.complete());
    CHECK(summary.refused_attempts == 1);
    const Dataset dataset = open_dataset(scene.dir());
    REQUIRE(dataset.takes[2].attempts.size() == 2);
    const Fault& why = dataset.takes[2].attempts[0].outcome->verdict.faults.front();
    CHECK(why.code == FaultCode::KnobNotReached);
    CHECK(why.detail.find("the cable fell out") != std::string::npos);
    // About two seconds of it were played, not nine.
    CHECK(dataset.takes[2].attempts[0].outcome->motion->sent.size() < 100);
    // The probe, two still takes, for each try: highest, start, back; between them the amp is proven
    // at one place.
    CHECK(moves == 1 + 2 + 6 + 1);
  }

  TEST_CASE("knob motion: heard at its start, in a session that listens to its knobs") {
    LongScene scene;
    scene.plan.policy.hear_knobs = true;
    add_motion_take(scene, {{0.0, 2.0}, {8.0, 8.0}});
    REQUIRE(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(dataset.takes[2].accepted()->attempt.heard);
    CHECK(dataset.takes[2].accepted()->outcome->verdict.warnings.empty());
  }

  TEST_CASE("knob motion: plan extend adds it, requeue takes it back, verify finds nothing wrong") {
    LongScene scene;
    scene.plan.takes.resize(2);
    scene.plan.hash = plan_hash(scene.plan);
    REQUIRE(scene.capture().complete());
    add_motion_take(scene, {{0.0, 3.0}, {8.0, 8.0}});  // it starts at the setting of take 1
    extend_dataset(scene.dir(), {scene.plan, scene.plan.hash}, scene.rig, scene.stimulus);
    REQUIRE(scene.capture(true).complete());
    const auto attempts = open_dataset(scene.dir()).takes[2].attempts.size();
    CHECK(attempts == 1);

    const VerifyReport report = verify_dataset(scene.dir());
    CHECK(report.ok());
    for (const FileFault& fault : report.all_faults()) MESSAGE(fault.fault.detail);
    REQUIRE(report.takes.size() == 3);
    CHECK(report.takes[2].setting == "gain=3 treble=8; gain moves 3 to 8");

    withdraw_takes(scene.dir(), {{2}, "a test", "sounds odd"});
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(dataset.takes[2].accepted() == nullptr);
    CHECK(dataset.takes[2].attempts[0].outcome->motion);  // kept with the refused recording
  }
}

TEST_SUITE("slow") {
  TEST_CASE("knob motion: the corridor allows what either end of the reach allows") {
    const TapCorridor both =
        united({{0.1F, 0.0F, 0.3F}, {1.0F, 2.0F, 3.0F}}, {{0.2F, 0.2F, 0.1F}, {2.0F, 1.0F, 4.0F}});
    CHECK(both.low == std::vector<float>{0.1F, 0.0F, 0.1F});
    CHECK(both.high == std::vector<float>{2.0F, 2.0F, 4.0F});
  }

  TEST_CASE("knob motion: the steered knob goes back to where its take began") {
    LongScene scene;
    add_motion_take(scene, {{0.0, 2.0}, {8.0, 8.0}});
    auto made = fixtures::simulate(scene.rig);
    DatasetWriter writer =
        DatasetWriter::create(scene.dir(), scene.plan, scene.rig, scene.stimulus, "test");
    const auto panel = made.panel;
    const SessionSummary summary =
        run_session({scene.rig, scene.plan, scene.stimulus, made.bench, writer, {}}, {}, {}, {});
    CHECK(summary.complete());
    CHECK(panel->position("gain") == doctest::Approx(0.2));
  }
}
