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
#include "rig/dataset/take_reader.hpp"
#include "rig/dataset/withdraw_take.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/verify/verify_dataset.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "session_scene.hpp"
#include "support/passing_knobs.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::Scene;
using test::was_noted;

namespace {

/// After the plan's first `still` takes one during which gain moves; treble as in take 1.
/// 10 s: room for a curve, and for a second between its corners.
signals::Stimulus long_stimulus() {
  signals::Stimulus made = test::small_stimulus();
  round_to_24_bit(made);
  return made;
}

struct LongScene : Scene {
  LongScene() { stimulus = long_stimulus(); }
};

void add_motion_take(Scene& scene, std::vector<MotionPoint> points, std::size_t still = 2) {
  scene.plan.takes.resize(still);
  PlannedTake take;
  take.id = static_cast<int>(scene.plan.takes.size());
  take.setting = {{"gain", points.front().printed}, {"treble", 8.0}};
  take.split = Split::Motion;
  take.purpose = Purpose::Listed;
  take.motion = KnobMotion{"gain", std::move(points)};
  scene.plan.takes.push_back(take);
  scene.plan.hash = plan_hash(scene.plan);
}

/// A linear amp: gain multiplies, by a known law.
struct LinearScene : LongScene {
  LinearScene() {
    rig.simulation.amp = "wire";
    rig.simulation.noise_dbfs_rms = -130.0;
  }
};

/// What docs say of the simulated "wire": 0.1 to 1 by a pot of audio taper with base 81.
double wire_gain(double printed) {
  return 0.1 + 0.9 * (std::pow(81.0, printed / 10.0) - 1.0) / 80.0;
}

std::vector<float> accepted_sound(const Dataset& dataset, std::size_t take) {
  REQUIRE(dataset.takes.at(take).accepted() != nullptr);
  auto sound = read_take(dataset, *dataset.takes[take].accepted()->outcome);
  REQUIRE(sound);
  return *std::move(sound);
}

const MotionTrace& trace_of(const Dataset& dataset, std::size_t take) {
  REQUIRE(dataset.takes.at(take).accepted() != nullptr);
  const auto& motion = dataset.takes[take].accepted()->outcome->motion;
  REQUIRE(motion);
  return *motion;
}

double rms_db(const std::vector<float>& x, double from_s, double to_s) {
  double sum = 0.0;
  const auto from = static_cast<std::size_t>(from_s * 48000.0);
  const auto to = std::min(x.size(), static_cast<std::size_t>(to_s * 48000.0));
  for (std::size_t i = from; i < to; ++i) sum += static_cast<double>(x[i]) * x[i];
  return 10.0 * std::log10(sum / static_cast<double>(to - from) + 1e-30);
}

/// From when on, after `from_s`, |moving| is more than `between` times the still take's sample, in
/// 20 samples on end; seen only where that is loud.
double change_at_s(const std::vector<float>& moving, const std::vector<float>& still,
                   double between, double from_s) {
  int seen = 0;
  double first = -1.0;
  for (auto i = static_cast<std::size_t>(from_s * 48000.0); i < moving.size(); ++i) {
    if (std::abs(still[i]) < 0.003F) continue;
    const bool beyond = std::abs(moving[i] / still[i]) > between;
    if (beyond && seen == 0) first = static_cast<double>(i) / 48000.0;
    seen = beyond ? seen + 1 : 0;
    if (seen == 20) return first;
  }
  return -1.0;
}

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
  TEST_CASE("knob motion: the level of the take follows the trajectory, by the closed form") {
    LinearScene scene;
    add_motion_take(scene, {{0.5, 2.0}, {8.5, 8.0}});
    REQUIRE(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    const auto still = accepted_sound(dataset, 1);  // gain 3, the same treble
    const auto moving = accepted_sound(dataset, 2);
    const KnobMotion& motion = *scene.plan.takes[2].motion;
    int loud = 0;
    for (double t = 0.5; t < 8.5; t += 0.05) {
      if (rms_db(still, t, t + 0.05) < -60.0) continue;
      ++loud;
      CAPTURE(t);
      const double expected =
          20.0 * std::log10(wire_gain(motion.value_at(t + 0.025)) / wire_gain(3.0));
      // A step every 20 ms, 0.015 of the scale or 0.06 dB each, at most two polls late.
      const double heard = rms_db(moving, t, t + 0.05) - rms_db(still, t, t + 0.05);
      CHECK(std::abs(heard - expected) < 0.2);
    }
    CHECK(loud > 60);
  }

  TEST_CASE("knob motion: each value reached the amp within the stated time of its sample") {
    LinearScene scene;
    // Nearly jumps, in the sweep, which is never silent: each can be found in the sound.
    const auto sweep = signals::segments_with(scene.stimulus, signals::SegmentRole::Sweep).front();
    const double start_s = seconds(sweep.start, scene.stimulus.rate).value();
    const double jumps[] = {start_s + 0.7, start_s + 1.4};
    add_motion_take(
        scene,
        {{jumps[0], 2.0}, {jumps[0] + 0.001, 6.0}, {jumps[1], 6.0}, {jumps[1] + 0.001, 9.0}});
    REQUIRE(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    const MotionTrace& trace = trace_of(dataset, 2);
    REQUIRE(trace.sent.size() == 2);
    CHECK(trace.knob == "gain");
    CHECK(trace.sent[0].printed == doctest::Approx(6.0));
    CHECK(trace.sent[0].raw == doctest::Approx(0.6));
    CHECK(trace.sent[1].printed == doctest::Approx(9.0));
    // A period of 256 and the polls' 20 ms, in whole periods; here more than the round trip.
    CHECK(trace.time_uncertainty_s > 256.0 / 48000.0);
    CHECK(trace.time_uncertainty_s < 0.04);
    const auto still = accepted_sound(dataset, 1);
    const auto moving = accepted_sound(dataset, 2);
    const double between[] = {0.5 * (wire_gain(2.0) + wire_gain(6.0)) / wire_gain(3.0),
                              0.5 * (wire_gain(6.0) + wire_gain(9.0)) / wire_gain(3.0)};
    for (std::size_t i = 0; i < 2; ++i) {
      CAPTURE(i);
      const double sent_s = static_cast<double>(trace.sent[i].sample) / 48000.0;
      const double heard_s = change_at_s(moving, still, between[i], jumps[0] - 0.2);
      CHECK(heard_s > jumps[0] - 0.1);
      CHECK(std::abs(heard_s - sent_s) <= trace.time_uncertainty_s);
      CHECK(sent_s >= jumps[i]);
      CHECK(sent_s <= jumps[i] + 0.03);
      MESSAGE("heard " << 1e3 * (heard_s - sent_s) << " ms after its sample, stated "
                       << 1e3 * trace.time_uncertainty_s << " ms");
    }
  }

  TEST_CASE("knob motion: a saturating amp sounds as the static takes do where the values meet") {
    LongScene scene;
    scene.plan.takes.resize(1);
    for (const double gain : {3.0, 5.0, 7.0}) {
      scene.plan.takes.push_back({static_cast<int>(scene.plan.takes.size()),
                                  {{"gain", gain}, {"treble", 8.0}},
                                  Split::Train,
                                  Purpose::Listed,
                                  0});
    }
    add_motion_take(scene, {{0.0, 2.0}, {9.0, 8.0}}, 4);
    REQUIRE(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    const auto moving = accepted_sound(dataset, 4);
    for (std::size_t i = 1; i <= 3; ++i) {
      const auto still = accepted_sound(dataset, i);
      const double t = (scene.plan.takes[i].setting.at("gain") - 2.0) * 1.5;
      CAPTURE(t);
      CHECK(std::abs(rms_db(moving, t, t + 0.03) - rms_db(still, t, t + 0.03)) < 0.5);
      CHECK(std::abs(rms_db(moving, 8.0, 8.5) - rms_db(still, 8.0, 8.5)) >
            (i == 3 ? 0.0 : 0.01));  // and not elsewhere
    }
  }

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
    // The probe, two still takes, and for each try: highest, start, back.
    CHECK(moves == 1 + 2 + 6);
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

  TEST_CASE("knob motion: the corridor allows what either end of the reach allows") {
    const TapCorridor both =
        united({{0.1F, 0.0F, 0.3F}, {1.0F, 2.0F, 3.0F}}, {{0.2F, 0.2F, 0.1F}, {2.0F, 1.0F, 4.0F}});
    CHECK(both.low == std::vector<float>{0.1F, 0.0F, 0.1F});
    CHECK(both.high == std::vector<float>{2.0F, 2.0F, 4.0F});
  }
}
