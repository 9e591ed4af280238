// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/steady_tone.hpp"

#include <algorithm>
#include <chrono>

#include "signals/tone.hpp"

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;
constexpr auto kTonePoll = 20ms;
constexpr int kRampPolls = 100;  // 2 s: the longest ramp a session would use, and some
constexpr auto kToneStandstill = 3s;

constexpr Seconds kToneLead{0.5};
constexpr Seconds kToneLength{30.0};
constexpr Seconds kToneFade{0.05};
constexpr Seconds kToneSettle{0.7};  // latency and decay
constexpr Seconds kToneSteady{1.0};
constexpr Seconds kToneIdleFrom{0.2};  // what a tone before this one leaves behind has gone

std::size_t place(Seconds t, SampleRate rate) {
  return static_cast<std::size_t>(samples(t, rate).value());
}

std::vector<float> cut(const std::vector<float>& x, std::size_t from, std::size_t to) {
  const auto at = [&](std::size_t i) {
    return x.begin() + static_cast<std::ptrdiff_t>(std::min(i, x.size()));
  };
  return {at(from), at(std::max(from, to))};
}

}  // namespace

signals::Stimulus steady_tone(Hertz frequency, DbFsPeak level, SampleRate rate) {
  const signals::ToneSpec spec{frequency, samples(kToneLength, rate), samples(kToneFade, rate),
                               level};
  signals::Stimulus stimulus;
  stimulus.rate = rate;
  stimulus.samples.assign(place(kToneLead, rate), 0.0F);
  const auto tone = signals::tone(spec, rate);
  stimulus.samples.insert(stimulus.samples.end(), tone.begin(), tone.end());
  return stimulus;
}

SteadyTone::SteadyTone(AudioPort& port, Clock& clock, const signals::Stimulus& stimulus)
    : port_(port), clock_(clock), stimulus_(stimulus) {}

SteadyTone::~SteadyTone() {
  if (playing_) (void)ramp_down();
}

void SteadyTone::begin() {
  TakeRequest request;
  request.stimulus = stimulus_.samples;
  request.frames = stimulus_.length();
  request.attempt = 0;
  if (auto begun = port_.begin(request); begun) {
    playing_ = true;
  } else {
    fault_ = begun.error();
  }
}

bool SteadyTone::tend() {
  if (fault_) return false;
  if (!playing_) begin();
  if (!playing_) return false;
  status_ = port_.poll();
  if (status_.fault) fault_ = status_.fault;
  if (status_.state == PlayState::Muted && !fault_) {
    fault_ = Fault{FaultCode::Muted, "the output was muted"};
  }
  if (fault_ || status_.state == PlayState::Complete) playing_ = false;
  return !fault_;
}

std::shared_ptr<const Recording> SteadyTone::ramp_down() {
  port_.stop();
  for (int polls = 0; polls < kRampPolls; ++polls) {
    status_ = port_.poll();
    if (status_.fault || status_.recording) break;
    clock_.wait(kTonePoll, {});  // not interruptible: the ramp must be polled to its end
  }
  playing_ = false;
  return status_.recording;
}

Result<HeardTone> SteadyTone::finish(const std::stop_token& stop) {
  const SampleRate rate = stimulus_.rate;
  const auto enough =
      samples(Seconds{kToneLead.value() + kToneSettle.value() + kToneSteady.value()}, rate);
  const auto patience =
      clock_.now() + kToneStandstill +
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>{
          2.0 * (kToneLead.value() + kToneSettle.value() + kToneSteady.value())});
  while (true) {
    if (stop.stop_requested()) return tl::unexpected(Fault{FaultCode::Stopped, "stopped"});
    if (!tend()) return tl::unexpected(*fault_);
    if (playing_ && status_.frame >= enough) break;
    if (clock_.now() > patience) {
      return tl::unexpected(
          Fault{FaultCode::StreamHung, "the tone stands still: check the audio server"});
    }
    clock_.wait(kTonePoll, {});
  }
  const auto until = static_cast<std::size_t>(status_.frame.value());
  const auto recording = ramp_down();
  if (status_.fault) return tl::unexpected(*status_.fault);
  if (!recording || recording->channels.empty()) {
    return tl::unexpected(Fault{FaultCode::FramesMissing, "nothing was recorded of the tone"});
  }
  if (status_.xruns > 0) {
    return tl::unexpected(Fault{FaultCode::Xrun,
                                "the computer was late while the tone sounded: "
                                "larger periods, fewer programs"});
  }
  const std::vector<float>& heard = recording->channels.front();
  return HeardTone{cut(heard, place(kToneIdleFrom, rate), place(kToneLead, rate)),
                   cut(heard, until - place(kToneSteady, rate), until)};
}

}  // namespace ampsweep::rig
