// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "rig/ports/monitor_choice.hpp"

namespace ampsweep::test {

/// What was asked of a RecordingMonitor; outlives it.
struct MonitorLog {
  rig::MonitorChoice choice;
  std::vector<rig::AudioSpec> rigs;
  std::vector<float> played;  ///< Samples of the newest sound, without gain.
  SampleRate rate{0};
  Decibels gain{0.0};
  std::atomic<int> plays{0};  ///< These three may be looked at while it plays.
  std::atomic<int> stops{0};
  std::atomic<std::int64_t> frames_per_poll{4800};
  std::function<void()> on_poll;
};

/// A monitor that nobody hears: it keeps what it was to play, and a sound moves on at each poll.
class RecordingMonitor final : public rig::Monitor {
 public:
  explicit RecordingMonitor(MonitorLog& log) : log_(log) {}

  rig::Result<void> play(const rig::MonitorSound& sound) override {
    log_.played.assign(sound.samples.begin(), sound.samples.end());
    log_.rate = sound.rate;
    log_.gain = sound.gain;
    ++log_.plays;
    status_ = {};
    status_.state = rig::PlayState::Playing;
    return {};
  }

  rig::MonitorStatus poll() override {
    if (log_.on_poll) log_.on_poll();
    if (status_.state != rig::PlayState::Playing) return status_;
    const auto end = static_cast<std::int64_t>(log_.played.size());
    status_.position = SampleCount{std::min(end, status_.position.value() + log_.frames_per_poll)};
    if (status_.position.value() == end) status_.state = rig::PlayState::Complete;
    return status_;
  }

  void stop() noexcept override {
    ++log_.stops;
    if (status_.state == rig::PlayState::Playing) status_.state = rig::PlayState::Stopped;
  }

 private:
  MonitorLog& log_;
  rig::MonitorStatus status_;
};

}  // namespace ampsweep::test
