// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/session_chaos.hpp"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "fixtures/simulated_clock.hpp"
#include "fixtures/simulated_knobs.hpp"
#include "rig/capture/session.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/devices/servo/make_servos.hpp"
#include "rig/plan/plan_file.hpp"
#include "support/chaos_knobs.hpp"
#include "support/chaos_port.hpp"
#include "support/device_line.hpp"
#include "support/quick_bench.hpp"
#include "support/short_stimulus.hpp"
#include "support/small_rig.hpp"
#include "support/temp_dir.hpp"

namespace ampsweep::test {
namespace {

using namespace rig;

class ChaosPerson final : public Operator {
 public:
  explicit ChaosPerson(ChaosBooks& books) : books_(books) {}
  Answer confirm(Question question, const std::string&, const std::vector<std::string>&,
                 const std::stop_token& stop) override {
    books_.anything_may_happen();
    if (stop.stop_requested()) return Answer::Stopped;
    const bool yes = !books_.chance(0.05);
    if (question == Question::CheckList) books_.armed = yes;
    return yes ? Answer::Yes : Answer::No;
  }
  std::optional<std::string> ask(const TypedQuestion&, const std::stop_token&) override {
    return std::nullopt;
  }

 private:
  ChaosBooks& books_;
};

ServoControl servo_control() {
  ServoControl servo;
  servo.protocol = ServoProtocol::Feetech;
  servo.address = ChaosServo::kId;
  servo.port = "bus";
  servo.marks = {{0.0, ChaosServo::kLow}, {10.0, ChaosServo::kHigh}};
  servo.stop_low = ChaosServo::kLow - 100.0;
  servo.stop_high = ChaosServo::kHigh + 100.0;
  servo.torque_limit = ChaosServo::kTorqueLimit;
  servo.speed_deg_s = 90.0;
  return servo;
}

/// Four takes on JACK with 150 W into a load of 200 W; gain is told, treble is on a servo.
struct ChaosScene {
  explicit ChaosScene(std::uint64_t seed) : books(seed) {
    rig.audio.api = AudioApi::Jack;
    rig.audio.loopback_direct = false;
    rig.load.amp_power = Watts{150.0};
    rig.simulation.seed = seed;
    rig.knobs.at(1).control = servo_control();
    plan.policy.warm_up.wait = false;
    plan.policy.hear_knobs = books.chance(0.2);
    plan.hash = plan_hash(plan);
  }

  void run(bool resume) {
    books.new_session();
    auto timeline = std::make_shared<fixtures::Timeline>();
    auto panel = std::make_shared<fixtures::AmpPanel>(rig.simulation, rig.knobs);
    auto takes = std::make_shared<fixtures::TakeCount>();
    Bench bench;
    bench.clock = std::make_unique<fixtures::SimulatedClock>(timeline);
    bench.person = std::make_unique<ChaosPerson>(books);
    const auto bus = std::make_shared<fixtures::FeetechBusSimulator>(
        std::vector{fixtures::FeetechServoSpec{.id = ChaosServo::kId}});
    fixtures::FeetechServo& servo = bus->servo(ChaosServo::kId);
    bench.audio =
        std::make_unique<ChaosPort>(std::make_unique<QuickPort>(rig, timeline, panel, takes), rig,
                                    *bench.clock, *panel, servo, books);
    Rig without_servo = rig;
    without_servo.knobs.pop_back();
    bench.actuators.push_back(std::make_unique<ChaosKnobs>(
        std::make_unique<fixtures::SimulatedKnobs>(without_servo, timeline, panel, takes), books));
    auto line = std::make_unique<ChaosLine>(
        std::make_unique<DeviceLine>(bus, timeline, Noise{0.0005, noise_seed()}), books);
    bench.actuators.push_back(std::make_unique<ChaosServo>(
        make_servos({rig.knobs.back()}, std::move(line), *bench.clock), servo, *panel, books));
    const Expectations expected = resume ? established_by(open_dataset(dir())) : Expectations{};
    DatasetWriter writer = resume ? DatasetWriter::resume(dir(), plan, rig, stimulus)
                                  : DatasetWriter::create(dir(), plan, rig, stimulus, "test");
    try {
      SessionOptions options;
      options.reopen_tries = 3;
      (void)run_session({rig, plan, stimulus, bench, writer, expected}, options, {},
                        books.stop.get_token());
    } catch (const SetupError&) {  // not armed, no device, no load: nothing more may follow
    }
    books.must(books.released, "the knobs were not released");
    books.must(!servo.torque_on(), "a servo is under torque when the session has ended");
    bench.audio.reset();
  }

  void check_dataset(ChaosResult& result) {
    const Dataset dataset = open_dataset(dir());
    for (const TakeRecord& take : dataset.takes) {
      const AttemptRecord* accepted = take.accepted();
      if (accepted == nullptr) continue;
      ++result.takes;
      const std::pair key{take.planned.id, accepted->attempt.number};
      books.must(books.spoilt.count(key) == 0,
                 fmt::format("take {} was spoilt and is accepted", key.first));
      for (const KnobLabel& label : accepted->attempt.labels) {
        const double allowed =
            label.id == "gain" ? ChaosBooks::kGainTolerance : ChaosBooks::kServoReading;
        books.must(std::abs(books.stood[key][label.id] - label.printed / 10.0) <= allowed,
                   fmt::format("take {} says {} = {} and was not played there", key.first, label.id,
                               label.printed));
      }
    }
    result.complete = result.takes == static_cast<int>(plan.takes.size()) ? 1 : 0;
  }

  [[nodiscard]] unsigned noise_seed() {
    return static_cast<unsigned>(books.random.below(1U << 30));
  }
  [[nodiscard]] std::filesystem::path dir() const { return folder.path() / "amp"; }

  TempDir folder;
  ChaosBooks books;
  Rig rig = small_rig();
  Plan plan = small_plan(rig);
  signals::Stimulus stimulus = short_stimulus();
};

}  // namespace

ChaosResult session_chaos(std::uint64_t seed) {
  ChaosScene scene{seed};
  ChaosResult result;
  for (int session = 0; session < 3 && scene.books.broken.empty(); ++session) {
    scene.run(session > 0);
  }
  scene.check_dataset(result);
  result.broken = scene.books.broken;
  result.sounds = scene.books.sounds;
  return result;
}

}  // namespace ampsweep::test
