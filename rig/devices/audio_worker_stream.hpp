// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rig/devices/shared_take.hpp"
#include "rig/devices/worker_process.hpp"
#include "rig/ports/audio_port.hpp"

namespace ampsweep::rig {

/// One open stream of AudioWorkerPort: the worker process, the memory shared with it, and the take
/// in hand. Sees a worker that ended, a server that hangs and a device that was unplugged.
///
/// Thread: control.
class AudioWorkerStream {
 public:
  AudioWorkerStream(const WorkerCommand& worker, const StreamSpec& spec)
      : spec_(spec),
        memory_(static_cast<int>(spec.audio.inputs.size()), spec.longest_take),
        process_(worker, memory_.fd()) {}

  /// Throws SetupError{Device}.
  StreamInfo open();
  Result<void> begin(const TakeRequest& request);
  void stop() noexcept;
  PortStatus poll();
  void close() noexcept;
  [[nodiscard]] pid_t pid() const noexcept { return process_.pid(); }
  [[nodiscard]] std::vector<std::vector<float>> newest_input(std::uint64_t frames) const {
    return newest(state().scope, static_cast<int>(spec_.audio.inputs.size()), frames);
  }

 private:
  using Time = std::chrono::steady_clock::time_point;
  /// Frames of the take, counted between two times.
  struct Seen {
    Time before;
    Time after;
    SampleCount frames{0};
  };
  /// What is known about the newest take.
  struct Take {
    std::uint32_t serial{0};  ///< 0: none yet.
    std::int64_t frames{0};
    Time begun_at;
    std::optional<Time> stop_at;
    std::optional<Time> ended_at;
    Time polled_at;
    std::chrono::nanoseconds longest_gap{0};  ///< Between two polls.
    std::optional<Seen> first_seen;           ///< While it played.
    Seen last_seen{};
    int xruns_before{0};
    int xruns{0};
    std::shared_ptr<const Recording> recording;
  };

  [[nodiscard]] StreamState& state() const noexcept { return memory_.state(); }
  [[nodiscard]] PlayState take_state() const noexcept {
    return take_.serial == 0 ? PlayState::Idle : play_state(state(), take_.serial);
  }
  [[nodiscard]] static bool ended(PlayState state) noexcept {
    return state != PlayState::Idle && state != PlayState::Playing;
  }
  [[nodiscard]] int xruns_so_far() const noexcept;
  [[nodiscard]] std::shared_ptr<const Recording> copy_recording(std::int64_t frames) const;
  void load(const TakeRequest& request, BeginTake& message) noexcept;
  [[nodiscard]] std::chrono::nanoseconds patience(std::chrono::nanoseconds in_real_time) const;
  void watch_stream();
  void watch_callbacks();
  void watch_take();
  void check_pace(PlayState state, SampleCount frames);
  void check_slowness();
  [[nodiscard]] MuteReason mute_reason() const noexcept {
    return state().mute_reason.load(std::memory_order_relaxed);
  }
  [[nodiscard]] Fault mute_fault() const;
  void give_up(FaultCode code, const std::string& detail);
  void report_fault(PortStatus& status);
  void report_take(PortStatus& status);

  StreamSpec spec_;
  SharedTake memory_;
  WorkerProcess process_;
  StreamInfo info_;
  std::uint64_t callbacks_seen_{0};
  Time called_at_;
  Take take_;
  std::optional<Fault> fault_;
};

}  // namespace ampsweep::rig
