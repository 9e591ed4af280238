// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/play_take.hpp"

#include <chrono>

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;
constexpr auto kPollEvery = 20ms;
constexpr auto kStandstill = 15s;  // the port notices sooner; freewheel may stall for seconds

/// Notices a frame counter that no longer moves.
class StandstillWatch {
 public:
  explicit StandstillWatch(std::chrono::nanoseconds now) : moved_at_(now) {}
  bool stands_still(SampleCount frame, std::chrono::nanoseconds now) {
    if (frame != last_) {
      last_ = frame;
      moved_at_ = now;
    }
    return now - moved_at_ > kStandstill;
  }

 private:
  SampleCount last_{-1};
  std::chrono::nanoseconds moved_at_;
};

/// A tap that falls silent in a take with xruns fell silent because of them.
Fault explained(const PortStatus& status) {
  if (status.fault->code != FaultCode::TapLow || status.xruns == 0) return *status.fault;
  return {FaultCode::Xrun,
          "the computer was late and the sound stopped: larger periods, fewer programs"};
}

}  // namespace

PlayedTake play_take(AudioPort& port, Clock& clock, const TakeRequest& request,
                     const std::stop_token& stop, const PlayProgress& progress) {
  if (stop.stop_requested())
    return {nullptr, Fault{FaultCode::Stopped, "stopped before the take"}, 0};
  if (auto begun = port.begin(request); !begun) return {nullptr, begun.error(), 0};

  StandstillWatch watch{clock.now()};
  bool stopping = false;
  while (true) {
    const PortStatus status = port.poll();
    if (progress) progress(status);
    if (status.fault) return {status.recording, explained(status), status.xruns};
    if (status.state == PlayState::Complete) return {status.recording, std::nullopt, status.xruns};
    if (status.state == PlayState::Stopped) {
      return {status.recording, Fault{FaultCode::Stopped, "stopped during the take"}, status.xruns};
    }
    if (status.state == PlayState::Muted) {
      return {status.recording, Fault{FaultCode::Muted, "the output was muted"}, status.xruns};
    }
    if (watch.stands_still(status.frame, clock.now())) {
      port.stop();
      return {status.recording,
              Fault{FaultCode::StreamHung, "the take stood still for 15 s: check the audio server"},
              status.xruns};
    }
    if (stop.stop_requested() && !stopping) {
      stopping = true;
      port.stop();
    }
    // A stop ends the wait at once, so that the port hears of it; then it is polled to its end.
    clock.wait(kPollEvery, stopping ? std::stop_token{} : stop);
  }
}

}  // namespace ampsweep::rig
