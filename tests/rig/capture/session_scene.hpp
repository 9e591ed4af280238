// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "fixtures/faulty_port.hpp"
#include "fixtures/simulated_bench.hpp"
#include "rig/capture/session.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "signals/random.hpp"
#include "support/passing_knobs.hpp"
#include "support/short_stimulus.hpp"
#include "support/small_rig.hpp"
#include "support/temp_dir.hpp"

namespace ampsweep::test {

using namespace rig;

/// The cable from the amp to the interface. TurnedOver: the amp comes back upside down. Noisy: a
/// quiet chirp is still heard, hardly.
enum class Cable { Plugged, Unplugged, TurnedOver, Noisy };

/// An audio port with such a cable at its first input.
class CablePort final : public AudioPort {
 public:
  CablePort(std::unique_ptr<AudioPort> behind, const Cable& cable)
      : behind_(std::move(behind)), cable_(cable) {}
  StreamInfo open(const StreamSpec& spec) override { return behind_->open(spec); }
  Result<void> begin(const TakeRequest& request) override { return behind_->begin(request); }
  void stop() noexcept override { behind_->stop(); }
  void close() noexcept override { behind_->close(); }
  PortStatus poll() override {
    PortStatus status = behind_->poll();
    if (cable_ != Cable::Plugged && status.recording) {
      auto changed = std::make_shared<Recording>(*status.recording);
      if (cable_ == Cable::Noisy) {
        signals::Random hiss{1};
        for (float& sample : changed->channels[0]) {
          sample += static_cast<float>(kHiss * hiss.normal());
        }
        status.recording = std::move(changed);
        return status;
      }
      const float gain = cable_ == Cable::TurnedOver ? -1.0F : 0.0F;
      for (float& sample : changed->channels[0]) sample *= gain;
      status.recording = std::move(changed);
    }
    return status;
  }

 private:
  static constexpr double kHiss = 1e-3;
  std::unique_ptr<AudioPort> behind_;
  const Cable& cable_;
};

/// Knobs that fall back to their minimum when the amp restarts, which nobody is told of: like a
/// software amp on MIDI, it is sent only what changes until it is told to forget.
class RestartingKnobs final : public PassingKnobs {
 public:
  RestartingKnobs(std::unique_ptr<KnobActuator> behind, const bool& restarted)
      : PassingKnobs(std::move(behind)), restarted_(restarted) {}
  Result<std::vector<KnobLabel>> move(const Setting& setting,
                                      const std::stop_token& stop) override {
    if (restarted_ && !forgotten_) {  // the amp stands at its minimum, the label says otherwise
      auto claimed = PassingKnobs::move(setting, stop);
      Setting real = setting;
      for (auto& [id, value] : real) value = 0.0;
      (void)PassingKnobs::move(real, stop);
      return claimed;
    }
    return PassingKnobs::move(setting, stop);
  }
  void forget() noexcept override { forgotten_ = true; }
  void doubt() noexcept override { forget(); }

 private:
  const bool& restarted_;
  bool forgotten_{false};
};

/// A session over the small rig in a folder of its own.
struct Scene {
  TempDir folder;
  Rig rig = small_rig();
  Plan plan = small_plan(rig);
  signals::Stimulus stimulus = short_stimulus();
  std::vector<fixtures::PortFailure> failures;
  std::vector<int> failing_opens;
  SessionObserver observer;
  std::stop_source stop;
  Cable cable{Cable::Plugged};
  bool restarted{false};
  SessionOptions options;
  /// Wraps the actuator; empty: none.
  std::function<std::unique_ptr<KnobActuator>(std::unique_ptr<KnobActuator>)> hands{};
  std::unique_ptr<Operator> person{};  ///< For one capture; empty: says yes to everything.

  FileOps* disk{&posix_file_ops()};

  std::filesystem::path dir() const { return folder.path() / "amp"; }

  SessionSummary capture(bool resume = false) {
    Bench bench = std::move(fixtures::simulate(rig).bench);
    bench.audio =
        std::make_unique<fixtures::FaultyPort>(std::move(bench.audio), failures, failing_opens);
    bench.audio = std::make_unique<CablePort>(std::move(bench.audio), cable);
    for (auto& actuator : bench.actuators) {
      actuator = std::make_unique<RestartingKnobs>(std::move(actuator), restarted);
      if (hands) actuator = hands(std::move(actuator));
    }
    if (person) bench.person = std::move(person);
    const Expectations expected = resume ? established_by(open_dataset(dir())) : Expectations{};
    DatasetWriter writer = resume
                               ? DatasetWriter::resume(dir(), plan, rig, stimulus, *disk)
                               : DatasetWriter::create(dir(), plan, rig, stimulus, "test", *disk);
    return run_session({rig, plan, stimulus, bench, writer, expected}, options, observer,
                       stop.get_token());
  }
};

/// At the plan's end.
inline void add_references(Plan& plan, int count) {
  for (int i = 0; i < count; ++i) {
    PlannedTake reference = plan.takes[0];
    reference.id = static_cast<int>(plan.takes.size());
    plan.takes.push_back(reference);
  }
}

inline bool was_noted(const Dataset& dataset, const std::string& kind) {
  return std::any_of(dataset.events.begin(), dataset.events.end(),
                     [&](const Event& event) { return event.kind == kind; });
}

}  // namespace ampsweep::test
