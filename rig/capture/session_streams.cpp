// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/session_streams.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rig/capture/knob_ear.hpp"
#include "rig/capture/rig_stream.hpp"
#include "rig/capture/warm_up_gate.hpp"

namespace ampsweep::rig {

bool stream_is_gone(FaultCode code) {
  return code == FaultCode::StreamLost || code == FaultCode::StreamHung;
}

SessionStreams::SessionStreams(const SessionParts& parts, const SessionOptions& options,
                               SessionLog& log, TakeQueue& queue, TakeMaker& maker,
                               WrongTurns& wrong_turns, FaultReactions& reactions,
                               std::stop_token stop)
    : parts_(parts),
      options_(options),
      log_(log),
      queue_(queue),
      maker_(maker),
      wrong_turns_(wrong_turns),
      reactions_(reactions),
      stop_(std::move(stop)),
      delay_(timing_limit(parts.rig, parts.plan.policy)),
      stream_(*parts.bench.audio, *parts.bench.clock, spec(),
              [this](const StreamInfo& info) { return begin_epoch(info); }) {}

StreamSpec SessionStreams::spec() const {
  const SampleRate rate = parts_.rig.audio.rate;
  StreamSpec wanted = stream_of(
      parts_.rig,
      std::max({frames_for(parts_.stimulus), knob_ear_frames(rate), warm_up_frames(rate)}));
  wanted.freewheel = options_.freewheel;
  return wanted;
}

int SessionStreams::begin_epoch(const StreamInfo& info) {
  const auto number = parts_.writer.new_epoch(
      epoch_of(info, parts_.rig, maker_.expected().loopback_gain_db, parts_.bench.clock->utc()));
  if (!number) throw SetupError(SetupKind::Data, number.error().detail, "free the disk");
  maker_.stream_opened();
  delay_.stream_opened();
  renew_due_ = false;
  log_.now.epoch = *number;
  return *number;
}

Next SessionStreams::end_by(const Fault& fault) {
  reactions_.end_by(fault);
  return Next::EndSession;
}

bool SessionStreams::reopen(const Fault& because) {
  if (stream_.reopen(options_.reopen_tries, stop_)) {
    log_.note("stream_open", fmt::format("stream epoch {}", stream_.epoch()));
    return true;
  }
  reactions_.end_by(
      stop_.stop_requested()
          ? Fault{FaultCode::Stopped, "stopped while the stream was lost"}
          : Fault{because.code, "the stream did not come back: " + stream_.last_error()});
  return false;
}

Next SessionStreams::recover(const Fault& fault) {
  log_.record("stream_lost", fault.detail);
  if (++streak_ > options_.stream_failures) {
    return end_by({fault.code, fmt::format("the stream was lost {} times in a row: {}", streak_,
                                           fault.detail)});
  }
  log_.show(SessionState::Reopening, fault.detail);
  return reopen(fault) ? trust_again() : Next::EndSession;
}

/// What broke the stream may have restarted the amp: its knobs may stand anywhere.
Next SessionStreams::trust_again() {
  maker_.trust_nothing();
  if (!queue_.reference_due()) {
    log_.note("reference",
              "no reference take is left for the new stream: the plan's last one stays "
              "where it is");
  }
  const auto proven = wrong_turns_.around([&] { return maker_.probe(); });
  if (proven) return Next::NewEpoch;
  if (stream_is_gone(proven.error().code)) return recover(proven.error());
  return end_by(proven.error());
}

Next SessionStreams::delay_moved(const Fault& fault, double delay_samples) {
  const Reaction reaction = reaction_to(parts_.plan.policy, FaultCode::DelayMoved);
  if (reaction != Reaction::Retry && reaction != Reaction::Requeue) {
    renew_due_ = true;  // the takes that follow are not to be refused for the same step
    return Next::TryAgain;
  }
  switch (delay_.moved(delay_samples)) {
    case DelaySteps::Answer::OnceMore:
      log_.note("delay_moved", fmt::format("the delay is {:.2f} samples: once more, to see whether "
                                           "it lasts",
                                           delay_samples));
      return Next::GoBack;
    case DelaySteps::Answer::NewStream:
      (void)
          queue_.reference_due();  // both sides of the break are compared, where one can be spared
      return renew(fmt::format("the delay moved to {:.2f} samples and stays there", delay_samples));
    case DelaySteps::Answer::GiveUp:
      return end_by({fault.code, fmt::format("the delay moves in every stream, {} new ones in a "
                                             "row: {}",
                                             DelaySteps::kMostNewStreams, fault.detail)});
    case DelaySteps::Answer::TryAgain:
      break;
  }
  return Next::TryAgain;
}

Next SessionStreams::renew(const std::string& why) {
  log_.note("stream_renewed", why + ": a new stream is opened");
  return reopen({FaultCode::DelayMoved, why}) ? Next::NewEpoch : Next::EndSession;
}

bool SessionStreams::ready() {
  if (!renew_due_) return true;
  return renew("the delay moved during an earlier take") != Next::EndSession;
}

}  // namespace ampsweep::rig
