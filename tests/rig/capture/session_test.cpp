// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/session.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stop_token>
#include <string>
#include <vector>

#include "fixtures/faulty_port.hpp"
#include "fixtures/simulated_bench.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "support/small_rig.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

signals::Stimulus stimulus() {
  signals::Stimulus made = test::small_stimulus();
  round_to_24_bit(made);
  return made;
}

/// An audio port whose tap can be unplugged: its recordings then hold no amp.
class UnpluggablePort final : public AudioPort {
 public:
  UnpluggablePort(std::unique_ptr<AudioPort> behind, const bool& unplugged)
      : behind_(std::move(behind)), unplugged_(unplugged) {}
  StreamInfo open(const StreamSpec& spec) override { return behind_->open(spec); }
  Result<void> begin(const TakeRequest& request) override { return behind_->begin(request); }
  void stop() noexcept override { behind_->stop(); }
  void close() noexcept override { behind_->close(); }
  PortStatus poll() override {
    PortStatus status = behind_->poll();
    if (unplugged_ && status.recording) {
      auto silent = std::make_shared<Recording>(*status.recording);
      std::fill(silent->channels[0].begin(), silent->channels[0].end(), 0.0F);
      status.recording = std::move(silent);
    }
    return status;
  }

 private:
  std::unique_ptr<AudioPort> behind_;
  const bool& unplugged_;
};

/// Knobs that fall back to their minimum when the amp restarts, which nobody is told of: like a
/// software amp on MIDI, it is sent only what changes until it is told to forget.
class RestartingKnobs final : public KnobActuator {
 public:
  RestartingKnobs(std::unique_ptr<KnobActuator> behind, const bool& restarted)
      : behind_(std::move(behind)), restarted_(restarted) {}
  std::vector<std::string> knobs() const override { return behind_->knobs(); }
  Result<std::vector<KnobLabel>> move(const Setting& setting,
                                      const std::stop_token& stop) override {
    if (restarted_ && !forgotten_) {  // the amp stands at its minimum, the label says otherwise
      auto claimed = behind_->move(setting, stop);
      Setting real = setting;
      for (auto& [id, value] : real) value = 0.0;
      (void)behind_->move(real, stop);
      return claimed;
    }
    return behind_->move(setting, stop);
  }
  void forget() noexcept override { forgotten_ = true; }
  void release() noexcept override { behind_->release(); }

 private:
  std::unique_ptr<KnobActuator> behind_;
  const bool& restarted_;
  bool forgotten_{false};
};

/// A session over the small rig in a folder of its own.
struct Scene {
  test::TempDir folder;
  Rig rig = test::small_rig();
  Plan plan = test::small_plan(rig);
  signals::Stimulus stimulus = ::stimulus();
  std::vector<fixtures::PortFailure> failures;
  std::vector<int> failing_opens;
  SessionObserver observer;
  std::stop_source stop;
  bool unplugged{false};
  bool restarted{false};
  SessionOptions options;

  void unplug() { unplugged = true; }
  std::filesystem::path dir() const { return folder.path() / "amp"; }

  SessionSummary capture(bool resume = false) {
    Bench bench = std::move(fixtures::simulate(rig).bench);
    bench.audio =
        std::make_unique<fixtures::FaultyPort>(std::move(bench.audio), failures, failing_opens);
    bench.audio = std::make_unique<UnpluggablePort>(std::move(bench.audio), unplugged);
    for (auto& actuator : bench.actuators) {
      actuator = std::make_unique<RestartingKnobs>(std::move(actuator), restarted);
    }
    const Expectations expected = resume ? established_by(open_dataset(dir())) : Expectations{};
    DatasetWriter writer = resume ? DatasetWriter::resume(dir(), plan, rig, stimulus)
                                  : DatasetWriter::create(dir(), plan, rig, stimulus, "test");
    return run_session({rig, plan, stimulus, bench, writer, expected}, options, observer,
                       stop.get_token());
  }
};

bool was_noted(const Dataset& dataset, const std::string& kind) {
  return std::any_of(dataset.events.begin(), dataset.events.end(),
                     [&](const Event& event) { return event.kind == kind; });
}

}  // namespace

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
    Scene scene;
    PlannedTake reference = scene.plan.takes[0];
    reference.id = 4;
    scene.plan.takes.push_back(reference);
    scene.failures = {{1, 1, fixtures::PortFailure::When::Poll,
                       Fault{FaultCode::StreamLost, "server"}, SampleCount{48000}}};
    std::vector<int> order;
    scene.observer = [&](const SessionSnapshot& now) {
      if (now.state == SessionState::Moving) order.push_back(now.take);
    };
    REQUIRE(scene.capture().complete());
    CHECK(order == std::vector<int>{0, 1, 4, 1, 2, 3});
  }

  TEST_CASE("session: a stream lost in every take parks instead of driving the amp all night") {
    Scene scene;
    for (int attempt = 1; attempt < 40; ++attempt) {
      scene.failures.push_back({1, attempt, fixtures::PortFailure::When::Poll,
                                Fault{FaultCode::StreamLost, "cable"}, SampleCount{48000}});
    }
    const SessionSummary summary = scene.capture();
    REQUIRE(summary.ended_by);
    CHECK(summary.ended_by->code == FaultCode::StreamLost);
    CHECK(open_dataset(scene.dir()).takes[1].attempts.size() ==
          static_cast<std::size_t>(scene.options.stream_failures) + 1);
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
    Scene scene;
    scene.observer = [&](const SessionSnapshot& now) {
      if (now.state == SessionState::Moving && now.take == 2) scene.unplug();
    };
    const SessionSummary summary = scene.capture();
    REQUIRE(summary.ended_by);
    CHECK(summary.ended_by->code == FaultCode::TapLow);
    CHECK(summary.accepted == 2);
    CHECK(open_dataset(scene.dir()).takes[2].attempts.empty());
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
