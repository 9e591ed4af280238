// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "fixtures/scripted_operator.hpp"
#include "fixtures/simulated_clock.hpp"
#include "fixtures/simulated_knobs.hpp"
#include "rig/ports/bench.hpp"
#include "signals/level.hpp"
#include "signals/random.hpp"
#include "tests/support/quick_amp.hpp"

namespace ampsweep::test {

/// A lamp that is switched on while a take is played.
struct Lamp {
  int take{-1};
  int attempts{1};  ///< The first so many.
  double noise_dbfs_rms{-50.0};
};

/// The simulated amp's circuit without oversampling and the converters of a quiet interface, a take
/// rendered at once: a hundredth of the simulated interface's time, for tests that play hundreds of
/// fingerprints. Its aliases are the amp's own for all that a fingerprint compares.
class QuickPort final : public rig::AudioPort {
 public:
  QuickPort(const rig::Rig& rig, std::shared_ptr<fixtures::Timeline> timeline,
            std::shared_ptr<const fixtures::AmpPanel> panel,
            std::shared_ptr<fixtures::TakeCount> takes, Lamp lamp = {})
      : lamp_(lamp),
        spec_(rig.simulation),
        inputs_(rig.audio.inputs),
        timeline_(std::move(timeline)),
        panel_(std::move(panel)),
        takes_(std::move(takes)),
        heard_(panel_->positions()) {}

  rig::StreamInfo open(const rig::StreamSpec& spec) override {
    rate_ = spec.audio.rate;
    return {rate_, spec.audio.period_frames, "quick bench"};
  }

  [[nodiscard]] rig::Result<void> begin(const rig::TakeRequest& request) override {
    if (request.attempt > 0) takes_->next = request.take + 1;
    follow_knobs();
    auto recording = std::make_shared<rig::Recording>();
    recording->rate = rate_;
    for (std::size_t c = 0; c < inputs_.size(); ++c) {
      const bool amp = inputs_[c].name != "loopback";
      signals::Random noise{signals::derived(spec_.seed, request.take, request.attempt, c)};
      recording->channels.push_back(channel(request, amp, noise));
    }
    status_ = {};
    status_.state = rig::PlayState::Complete;
    status_.frame = request.frames;
    status_.recording = std::move(recording);
    const double length_s = seconds(request.frames, rate_).value();
    timeline_->advance(std::chrono::nanoseconds{std::llround(1e9 * length_s)});
    follow_knobs();  // while it played: the next move's lag begins with that move
    return {};
  }
  void stop() noexcept override {}
  [[nodiscard]] rig::PortStatus poll() override { return status_; }
  void close() noexcept override {}

 private:
  void follow_knobs() {
    const double passed_ms =
        std::chrono::duration<double, std::milli>(timeline_->now() - heard_at_).count();
    heard_at_ = timeline_->now();
    const double left = spec_.sound_lag_ms > 0.0 ? std::exp(-passed_ms / spec_.sound_lag_ms) : 0.0;
    using P = fixtures::AmpPositions;
    for (const auto knob : {&P::gain, &P::bass, &P::mid, &P::treble, &P::presence, &P::master}) {
      const double target = panel_->positions().*knob;
      heard_.*knob = target + left * (heard_.*knob - target);
    }
  }

  [[nodiscard]] double warm_up_gain() const {
    const double t = std::chrono::duration<double>(timeline_->now()).count();
    return ratio(Decibels{spec_.warm_up_db * std::exp(-t / spec_.warm_up_s)});
  }

  [[nodiscard]] std::vector<float> channel(const rig::TakeRequest& request, bool amp,
                                           signals::Random& noise) const {
    std::vector<double> sound(static_cast<std::size_t>(request.frames.value()), 0.0);
    constexpr std::size_t kLate = 1000;
    for (std::size_t n = 0; n < request.stimulus.size() && n + kLate < sound.size(); ++n) {
      sound[n + kLate] = request.stimulus[n];
    }
    if (amp) {
      quick_amp(spec_, heard_, rate_, sound);
      for (double& x : sound) x *= warm_up_gain();
    }
    const bool lit = amp && request.take == lamp_.take && request.attempt <= lamp_.attempts;
    const double rms = ratio(Decibels{lit ? lamp_.noise_dbfs_rms : spec_.noise_dbfs_rms});
    std::vector<float> heard;
    heard.reserve(sound.size());
    for (const double x : sound) heard.push_back(static_cast<float>(x + rms * noise.normal()));
    return heard;
  }

  Lamp lamp_;
  rig::SimulationSpec spec_;
  std::vector<rig::Channel> inputs_;
  std::shared_ptr<fixtures::Timeline> timeline_;
  std::shared_ptr<const fixtures::AmpPanel> panel_;
  std::shared_ptr<fixtures::TakeCount> takes_;
  SampleRate rate_{48000};
  fixtures::AmpPositions heard_;
  std::chrono::nanoseconds heard_at_{0};
  rig::PortStatus status_;
};

struct QuickBench {
  rig::Bench bench;
  std::shared_ptr<fixtures::TakeCount> takes;
};

/// Knobs, faults, time and person of the simulated bench around a QuickPort.
inline QuickBench quick_bench(const rig::Rig& rig, Lamp lamp = {}) {
  auto timeline = std::make_shared<fixtures::Timeline>();
  auto panel = std::make_shared<fixtures::AmpPanel>(rig.simulation, rig.knobs);
  QuickBench made;
  made.takes = std::make_shared<fixtures::TakeCount>();
  made.bench.clock = std::make_unique<fixtures::SimulatedClock>(timeline);
  made.bench.person = std::make_unique<fixtures::ScriptedOperator>();
  made.bench.audio = std::make_unique<QuickPort>(rig, timeline, panel, made.takes, lamp);
  made.bench.actuators.push_back(
      std::make_unique<fixtures::SimulatedKnobs>(rig, timeline, panel, made.takes));
  return made;
}

}  // namespace ampsweep::test
