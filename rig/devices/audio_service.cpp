// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/audio_service.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <thread>

#include "rig/devices/message_socket.hpp"
#include "rig/devices/shared_take.hpp"
#include "rig/ports/player_limits.hpp"

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 20ms;
constexpr auto kRampPatience = 400ms;  ///< For a take to ramp down on the way out.
constexpr auto kFreewheelHeartbeat = 1000ms;

PlayerLimits limits_of(const StreamSpec& spec) {
  auto limits = player_limits(spec);
  // Freewheel runs hundreds of times faster than the heart beats, and nothing can be heard: the
  // service watches the heartbeat by the clock instead.
  if (spec.freewheel) limits.heartbeat_frames = std::numeric_limits<int>::max();
  return limits;
}

class AudioService {
 public:
  AudioService(int socket, const StreamSpec& spec, const StreamFactory& open_stream)
      : socket_(socket),
        spec_(spec),
        memory_(kSharedDescriptor, static_cast<int>(spec.audio.inputs.size()), spec.longest_take),
        player_(limits_of(spec), memory_.state(), take_),
        stream_(open_stream({spec_, player_, memory_.state()})) {}

  [[nodiscard]] StreamInfo info() const { return stream_->info(); }

  int run(WorkerSignals& signals) {
    bool go_on = true;
    while (go_on) {
      pollfd watch[] = {{socket_, POLLIN, 0}, {signals.fd(), POLLIN, 0}};
      ::poll(watch, 2, static_cast<int>(kTick.count()));
      if (watch[0].revents != 0) go_on = hear();
      if (watch[1].revents != 0 && signals.end_asked()) go_on = false;
      if (const auto why = stream_->lost()) {
        (void)send_message(socket_, Lost{*why});
        go_on = false;
      }
      watch_take();
    }
    ramp_down();
    set_fuse(kCloseFuseSeconds);
    stream_.reset();
    return 0;
  }

 private:
  /// False when the parent has gone.
  bool hear() {
    const auto received = receive_message(socket_, 0ms);
    if (received.state == ReceiveState::Closed) return false;
    if (received.state == ReceiveState::Nothing) return true;
    if (const auto* begin = std::get_if<BeginTake>(&received.message)) return start(*begin);
    if (std::holds_alternative<StopTake>(received.message)) request_stop(memory_.state());
    return true;
  }

  bool start(const BeginTake& begin) {
    try {
      stream_->before_take();
    } catch (const SetupError& error) {
      (void)send_message(socket_, Lost{error.what()});
      return false;
    }
    const bool guarded = begin.tap_blocks > 0;
    take_ = {memory_.stimulus(),
             begin.stimulus_frames,
             std::min(begin.frames, memory_.capacity()),
             memory_.recording(),
             memory_.capacity(),
             guarded ? memory_.tap_low() : nullptr,
             guarded ? memory_.tap_high() : nullptr,
             begin.tap_blocks};
    beat_at_ = std::chrono::steady_clock::now();
    serial_ = request_begin(memory_.state());
    in_take_ = true;
    return true;
  }

  [[nodiscard]] bool playing() const {
    const auto state = play_state(memory_.state(), serial_);
    return state == PlayState::Playing || state == PlayState::Idle;
  }

  void watch_take() {
    if (!in_take_) return;
    if (!playing()) {
      in_take_ = false;
      stream_->after_take();
    } else if (spec_.freewheel) {
      watch_heartbeat();
    }
  }

  void watch_heartbeat() {
    const auto beat = memory_.state().beats.load(std::memory_order_relaxed);
    const auto now = std::chrono::steady_clock::now();
    if (beat != beat_seen_) {
      beat_seen_ = beat;
      beat_at_ = now;
    } else if (now - beat_at_ > kFreewheelHeartbeat) {
      request_stop(memory_.state());
    }
  }

  void ramp_down() {
    if (!in_take_) return;
    request_stop(memory_.state());
    const auto deadline = std::chrono::steady_clock::now() + kRampPatience;
    while (playing() && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(5ms);
    }
  }

  int socket_;
  StreamSpec spec_;
  SharedTake memory_;
  TakeMemory take_{};
  TakePlayer player_;
  std::unique_ptr<WorkerStream> stream_;
  std::uint32_t serial_{0};
  bool in_take_{false};
  std::uint64_t beat_seen_{0};
  std::chrono::steady_clock::time_point beat_at_;
};

}  // namespace

int serve_audio(int socket, const OpenAudio& request, const StreamFactory& open_stream,
                WorkerSignals& signals) {
  try {
    AudioService service{socket, request.spec, open_stream};
    if (!send_message(socket, AudioOpened{service.info()})) return 0;
    return service.run(signals);
  } catch (const SetupError& error) {
    (void)send_message(socket, Refused{error.kind(), error.what()});
    return 1;
  }
}

}  // namespace ampsweep::rig
