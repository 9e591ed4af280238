// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/audio_worker_stream.hpp"

#include <algorithm>
#include <utility>

#include "rig/devices/rate_watch.hpp"

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr auto kOpenPatience = 4500ms;
constexpr auto kDyingPatience = 200ms;
constexpr auto kHungAfter = 1000ms;  ///< Without a callback.
constexpr auto kStartPatience = 3s;  ///< From begin to the first frame.
/// A freewheeling graph has given up its real-time priority: on a busy machine it stalls for
/// seconds, and nothing is heard that would have to be muted.
constexpr int kFreewheelPatience = 10;
constexpr auto kStopPatience = 1000ms;
constexpr auto kBeatInTime = 150ms;  ///< A heartbeat this fast cannot have been stale.
constexpr auto kXrunNotice = 60ms;   ///< JACK tells of an xrun from another thread, later.

std::chrono::steady_clock::time_point now() { return std::chrono::steady_clock::now(); }

std::string hung_text(const StreamSpec& spec) {
  return spec.audio.api == AudioApi::Jack
             ? "the JACK server no longer answers: check jackd, or restart it"
             : "the audio device no longer delivers sound: check its cable and power";
}

SetupError open_error(const StreamSpec& spec, WorkerProcess& process) {
  if (process.ends_within(kDyingPatience)) {
    return {
        SetupKind::Device,
        "The audio worker process ended while it opened the stream (" + process.obituary() + ").",
        "setting AMPSWEEP_WORKER_STDERR=1 to see what its libraries say"};
  }
  process.end(0ms);
  return {SetupKind::Device,
          std::string{"The audio "} + (spec.audio.api == AudioApi::Jack ? "server" : "device") +
              " did not answer within 4.5 s.",
          spec.audio.api == AudioApi::Jack
              ? "restarting the JACK server; a stopped one (Ctrl-Z, SIGSTOP) goes on with SIGCONT"
              : "closing the program that uses the device, or plugging it in again"};
}

}  // namespace

StreamInfo AudioWorkerStream::open() {
  (void)process_.send(OpenAudio{spec_});  // a failure shows as a missing answer
  const auto answer = process_.receive(kOpenPatience);
  if (answer) {
    if (const auto* opened = std::get_if<AudioOpened>(&*answer)) {
      called_at_ = now();
      info_ = opened->info;
      return info_;
    }
    if (const auto* refused = std::get_if<Refused>(&*answer)) {
      throw SetupError(refused->kind, refused->text, "");
    }
  }
  throw open_error(spec_, process_);
}

void AudioWorkerStream::close() noexcept { process_.end(WorkerProcess::kClosePatience); }

std::chrono::nanoseconds AudioWorkerStream::patience(std::chrono::nanoseconds in_real_time) const {
  return in_real_time * (spec_.freewheel ? kFreewheelPatience : 1);
}

Result<void> AudioWorkerStream::begin(const TakeRequest& request) {
  watch_stream();
  if (fault_) return tl::unexpected(*fault_);
  if (take_.serial != 0 && !ended(take_state())) {
    return tl::unexpected(Fault{FaultCode::Stopped, "a take was begun while another one played"});
  }
  if (request.frames.value() > memory_.capacity()) {
    return tl::unexpected(
        Fault{FaultCode::FramesMissing, "the take is longer than the stream was opened for"});
  }
  BeginTake message;
  load(request, message);
  Take next;
  next.serial = take_.serial + 1;
  next.frames = message.frames;
  next.begun_at = next.polled_at = now();
  next.xruns_before = xruns_so_far();
  take_ = next;
  state().beats.fetch_add(1, std::memory_order_relaxed);
  if (!process_.send(message)) {
    if (process_.ends_within(kDyingPatience)) {
      give_up(FaultCode::StreamLost, "the audio worker ended (" + process_.obituary() + ")");
    } else {
      give_up(FaultCode::StreamHung, "the audio worker does not take commands");
    }
    return tl::unexpected(*fault_);
  }
  return {};
}

void AudioWorkerStream::load(const TakeRequest& request, BeginTake& message) noexcept {
  message.frames = std::max<std::int64_t>(request.frames.value(), 0);
  const auto played = std::min(static_cast<std::int64_t>(request.stimulus.size()), message.frames);
  message.stimulus_frames = played;
  std::copy_n(request.stimulus.begin(), played, memory_.stimulus());
  if (request.tap == nullptr) return;
  const auto blocks =
      static_cast<std::int64_t>(std::min(request.tap->low.size(), request.tap->high.size()));
  message.tap_blocks = std::min(blocks, memory_.tap_capacity());
  std::copy_n(request.tap->low.begin(), message.tap_blocks, memory_.tap_low());
  std::copy_n(request.tap->high.begin(), message.tap_blocks, memory_.tap_high());
}

void AudioWorkerStream::stop() noexcept {
  if (fault_ || take_.serial == 0 || ended(take_state()) || take_.stop_at) return;
  take_.stop_at = now();
  (void)process_.send(StopTake{});  // a worker that does not hear it loses its heartbeat
}

PortStatus AudioWorkerStream::poll() {
  // A worker that has not obeyed a stop in time gets no heartbeat: its callback mutes by itself.
  const bool disobeyed = take_.stop_at && now() - *take_.stop_at > kStopPatience;
  if (!disobeyed) state().beats.fetch_add(1, std::memory_order_relaxed);
  take_.longest_gap =
      std::max<std::chrono::nanoseconds>(take_.longest_gap, now() - take_.polled_at);
  take_.polled_at = now();
  watch_stream();

  PortStatus status;
  status.meters.output_peak = state().output_peak.load(std::memory_order_relaxed);
  for (std::size_t c = 0; c < spec_.audio.inputs.size(); ++c) {
    status.meters.input_peak.push_back(state().input_peak[c].load(std::memory_order_relaxed));
  }
  if (take_.serial != 0) report_take(status);
  if (fault_) report_fault(status);
  return status;
}

void AudioWorkerStream::watch_stream() {
  if (fault_) return;
  while (auto message = process_.receive(0ms)) {
    if (const auto* lost = std::get_if<Lost>(&*message)) {
      give_up(FaultCode::StreamLost, lost->text);
      return;
    }
  }
  if (state().server_gone.load(std::memory_order_relaxed) != 0) {
    give_up(FaultCode::StreamLost, "the JACK server has shut down: start it again");
  } else if (!process_.alive()) {
    give_up(FaultCode::StreamLost, "the audio worker ended (" + process_.obituary() + ")");
  } else {
    watch_callbacks();
    if (!fault_) watch_take();
  }
}

void AudioWorkerStream::watch_callbacks() {
  const auto callbacks = state().callbacks.load(std::memory_order_relaxed);
  if (callbacks != callbacks_seen_) {
    callbacks_seen_ = callbacks;
    called_at_ = now();
  } else if (now() - called_at_ > patience(kHungAfter)) {
    give_up(FaultCode::StreamHung, hung_text(spec_));
  }
}

void AudioWorkerStream::watch_take() {
  if (take_.serial == 0 || take_state() != PlayState::Idle) return;
  if (now() - take_.begun_at > patience(kStartPatience)) {
    give_up(FaultCode::StreamHung, "the take did not start: " + hung_text(spec_));
  }
}

void AudioWorkerStream::give_up(FaultCode code, const std::string& detail) {
  fault_ = Fault{code, detail};
  process_.end(0ms);
}

/// An unplugged ALSA device makes RtAudio's loop spin: the rest of the take is over in a moment, or
/// the heartbeat, which is counted in frames, seems to stand still.
void AudioWorkerStream::check_pace(PlayState state, SampleCount frames) {
  if (spec_.freewheel || fault_) return;
  const std::chrono::duration<double> elapsed = *take_.ended_at - take_.begun_at;
  const bool too_soon = seconds(frames, info_.rate).value() > 1.02 * elapsed.count() + 0.25;
  const bool beat_unheard = state == PlayState::Muted && !take_.stop_at &&
                            mute_reason() == MuteReason::HeartbeatStale &&
                            take_.longest_gap < kBeatInTime;
  if (too_soon || beat_unheard) {
    give_up(FaultCode::StreamLost,
            "the stream ran ahead of its clock: the device was unplugged or its driver failed");
  }
}

/// The worker watches the rate of the whole stream (RateWatch), but may find it out when this take
/// is over. Only what surely passed between two looks counts: a poll that came late slows nothing.
/// A take that was muted or stopped says so itself: a tap out of bounds ends a session, a lost
/// stream does not.
void AudioWorkerStream::check_slowness() {
  if (take_state() != PlayState::Complete) return;
  if (spec_.freewheel || fault_ || take_.xruns > 0 || !take_.first_seen) return;
  const std::chrono::duration<double> elapsed = take_.last_seen.before - take_.first_seen->after;
  const SampleCount frames = take_.last_seen.frames - take_.first_seen->frames;
  const double allowed_s =
      0.25 + 0.02 * elapsed.count() + 2.0 * info_.period_frames / info_.rate.value();
  if (elapsed.count() - seconds(frames, info_.rate).value() <= allowed_s) return;
  give_up(FaultCode::StreamLost,
          wrong_rate_text(static_cast<double>(frames.value()) / elapsed.count(), info_.rate));
}

/// One event may be seen by three witnesses.
int AudioWorkerStream::xruns_so_far() const noexcept {
  return static_cast<int>(std::max({state().input_overflows.load(std::memory_order_relaxed),
                                    state().output_underflows.load(std::memory_order_relaxed),
                                    state().server_xruns.load(std::memory_order_relaxed)}));
}

void AudioWorkerStream::report_take(PortStatus& status) {
  Seen seen{now(), {}, SampleCount{0}};
  status.state = take_state();
  status.frame = SampleCount{
      status.state == PlayState::Idle ? 0 : state().frame.load(std::memory_order_relaxed)};
  seen.after = now();
  seen.frames = status.frame;
  if (status.state == PlayState::Playing) {
    if (!take_.first_seen) take_.first_seen = seen;
    take_.last_seen = seen;
  }
  if (status.state == PlayState::Idle) status.state = PlayState::Playing;  // about to start
  if (ended(status.state) && !take_.ended_at) {
    take_.ended_at = now();
    check_pace(status.state, status.frame);
  }
  const bool settled = take_.ended_at && (spec_.freewheel || now() - *take_.ended_at > kXrunNotice);
  // A freewheeling graph has no deadline to miss; JACK reports xruns on leaving it all the same.
  if (!take_.recording && !spec_.freewheel) take_.xruns = xruns_so_far() - take_.xruns_before;
  status.xruns = take_.xruns;
  if (!ended(status.state)) return;
  if (!settled) {
    status.state = PlayState::Playing;
    return;
  }
  if (!take_.recording) {
    check_slowness();
    take_.recording = copy_recording(status.frame.value());
  }
  status.recording = take_.recording;
  if (status.state == PlayState::Muted) status.fault = mute_fault();
}

Fault AudioWorkerStream::mute_fault() const {
  switch (mute_reason()) {
    case MuteReason::TapLow:
      return {FaultCode::TapLow, "the tap fell below its prediction: check load, cables and amp"};
    case MuteReason::TapHigh:
      return {FaultCode::TapHigh, "the tap rose above its prediction: check load, levels and amp"};
    default:
      return {FaultCode::Muted,
              "the output muted itself because this program was too slow to answer"};
  }
}

void AudioWorkerStream::report_fault(PortStatus& status) {
  status.fault = fault_;
  if (take_.serial == 0) return;
  // The take is void, but what was recorded of it is kept for the record.
  if (!ended(status.state)) status.state = PlayState::Stopped;
  if (!take_.recording) take_.recording = copy_recording(status.frame.value());
  status.recording = take_.recording;
}

std::shared_ptr<const Recording> AudioWorkerStream::copy_recording(std::int64_t frames) const {
  auto recording = std::make_shared<Recording>();
  recording->rate = info_.rate;
  for (std::size_t c = 0; c < spec_.audio.inputs.size(); ++c) {
    const float* start = memory_.recording() + static_cast<std::int64_t>(c) * memory_.capacity();
    recording->channels.emplace_back(start, start + frames);
  }
  return recording;
}

}  // namespace ampsweep::rig
