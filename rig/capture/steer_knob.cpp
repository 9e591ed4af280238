// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/steer_knob.hpp"

#include <algorithm>
#include <utility>

namespace ampsweep::rig {
namespace {

bool turns(const KnobActuator& actuator, const std::string& knob) {
  const auto ids = actuator.knobs();
  return std::find(ids.begin(), ids.end(), knob) != ids.end();
}

}  // namespace

KnobSteerer::KnobSteerer(Bench& bench, const KnobMotion& motion, SampleCount stimulus,
                         SampleRate rate)
    : bench_(bench), motion_(motion), stimulus_(stimulus), rate_(rate) {}

Result<KnobLabel> KnobSteerer::steer(double printed) {
  for (const auto& actuator : bench_.actuators) {
    if (turns(*actuator, motion_.knob)) return actuator->steer(motion_.knob, printed);
  }
  return tl::unexpected(
      Fault{FaultCode::KnobNotReached,
            "knob \"" + motion_.knob + "\" is turned by no actuator of the bench"});
}

Result<void> KnobSteerer::engage() {
  const auto label = steer(motion_.value_at(0.0));
  if (!label) return tl::unexpected(label.error());
  raw_ = label->raw;
  return {};
}

void KnobSteerer::follow(const PortStatus& status) {
  const SampleCount now = status.frame;
  if (std::exchange(just_sent_, false)) {
    longest_ = std::max(longest_, now - SampleCount{sent_.back().sample});
  }
  if (fault_ || status.fault || status.state != PlayState::Playing || now >= stimulus_) return;
  const auto label = steer(motion_.value_at(seconds(now, rate_).value()));
  if (!label) {
    fault_ = Fault{FaultCode::KnobNotReached, "while the take played, at frame " +
                                                  std::to_string(now.value()) + ": " +
                                                  label.error().detail};
    return;
  }
  if (raw_ == label->raw) return;
  raw_ = label->raw;
  sent_.push_back({now.value(), label->printed, label->raw});
  just_sent_ = true;
}

MotionTrace KnobSteerer::trace(SampleCount period, SampleCount round_trip) const {
  const SampleCount most = std::max(round_trip, period + longest_);
  return {motion_.knob, sent_, seconds(most, rate_).value()};
}

PlayedTake play_moving(Bench& bench, const TakeRequest& request, KnobSteerer& steerer,
                       const PlayProgress& progress, const std::stop_token& stop) {
  std::stop_source end;
  const std::stop_callback on_stop(stop, [&end] { end.request_stop(); });
  PlayedTake played = play_take(*bench.audio, *bench.clock, request, end.get_token(),
                                [&](const PortStatus& status) {
                                  steerer.follow(status);  // first: what it sends is timed
                                  if (steerer.fault()) end.request_stop();
                                  if (progress) progress(status);
                                });
  if (steerer.fault() && !stop.stop_requested()) played.fault = steerer.fault();
  return played;
}

}  // namespace ampsweep::rig
