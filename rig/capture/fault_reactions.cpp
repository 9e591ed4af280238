// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/fault_reactions.hpp"

#include <fmt/format.h>

#include <utility>

namespace ampsweep::rig {
namespace {

std::string times(int count) { return fmt::format("{} time{}", count, count == 1 ? "" : "s"); }

}  // namespace

FaultReactions::FaultReactions(const SessionParts& parts, SessionLog& log, TakeQueue& queue,
                               std::stop_token stop)
    : parts_(parts), log_(log), queue_(queue), stop_(std::move(stop)) {}

Reaction FaultReactions::reaction_to_next(int take, FaultCode code) {
  const Reaction reaction = reaction_to(parts_.plan.policy, code);
  const bool used_up = ++refusals_[take] > parts_.plan.policy.retries;
  return used_up && reaction != Reaction::Stop ? Reaction::Skip : reaction;
}

std::optional<Turn> FaultReactions::refused(const PlannedTake& take, const Fault& why) {
  switch (reaction_to_next(take.id, why.code)) {
    case Reaction::Retry:
      return std::nullopt;
    case Reaction::Requeue:
      log_.note("requeued", fmt::format("take {} comes again after the others", take.id));
      queue_.later(take.id);
      return Turn::Later;
    case Reaction::Skip:
      return give_up(take, why, fmt::format("was refused {}", times(refusals_[take.id])));
    case Reaction::Pause:
      if (person_goes_on(why)) return std::nullopt;
      break;
    case Reaction::Stop:
      park({why.code, "the plan stops for it: " + why.detail});
      break;
  }
  return Turn::EndSession;
}

void FaultReactions::accepted(int take) {
  given_up_in_a_row_ = 0;
  refusals_.erase(take);
  lost_streams_.erase(take);
  asked_for_room_ = false;
}

std::optional<Turn> FaultReactions::lost_stream(const PlannedTake& take, const Fault& why) {
  const int lost = ++lost_streams_[take.id];
  if (lost <= parts_.plan.policy.retries) return std::nullopt;
  return give_up(take, why, fmt::format("lost the stream {}", times(lost)));
}

Turn FaultReactions::give_up(const PlannedTake& take, const Fault& why, const std::string& how) {
  ++log_.now.takes_given_up;
  const bool tried = reaction_to(parts_.plan.policy, why.code) != Reaction::Skip;
  if (tried) ++given_up_in_a_row_;
  log_.note("given_up", fmt::format("take {} ({}) {}", take.id, log_.now.setting, how));
  // Every further label would be wrong, or every further take upside down.
  if (why.code == FaultCode::KnobNotHeard || why.code == FaultCode::PolarityInverted) {
    park(why);
    return Turn::EndSession;
  }
  if (given_up_in_a_row_ >= kMostGivenUpInARow) {
    park({why.code, fmt::format("{} takes in a row were given up, the last because: {}",
                                given_up_in_a_row_, why.detail)});
    return Turn::EndSession;
  }
  if (!parts_.plan.policy.stop_on_failure) return Turn::Over;
  park({why.code, "a take was given up and the plan says stop_on_failure: " + why.detail});
  return Turn::EndSession;
}

bool FaultReactions::person_goes_on(const Fault& why) {
  log_.note("paused", why.detail);
  log_.show(SessionState::Paused);
  const auto answer = parts_.bench.person->confirm(
      Operator::Question::GoOn, "The session waits for you",
      {why.detail, "Mend it, then go on; or park the session, and resume it later."}, stop_);
  if (answer == Operator::Answer::Yes) {
    log_.note("resumed", "the person at the amp goes on");
    return true;
  }
  end_by(answer == Operator::Answer::Stopped
             ? Fault{FaultCode::Stopped, "stopped while it was paused"}
             : Fault{why.code, "paused, and nobody went on: " + why.detail});
  return false;
}

/// Who went on without making room is not asked again.
bool FaultReactions::makes_room(const Fault& why) {
  if (why.code != FaultCode::DiskFull || std::exchange(asked_for_room_, true)) return false;
  return person_goes_on(why);
}

void FaultReactions::end_by(const Fault& fault) {
  if (ended_by_) return;
  if (fault.code == FaultCode::Stopped) {
    ended_by_ = fault;
    log_.show(SessionState::Stopped, fault.detail);
    log_.record("stopped", fault.detail);
  } else {
    park(fault);
  }
}

/// Whoever cuts the mains is told before the disk is.
void FaultReactions::park(const Fault& fault) {
  ended_by_ = fault;
  const std::string text = std::string(to_string(fault.code)) + ": " + fault.detail;
  log_.show(SessionState::Parked, text);
  log_.record("parked", text);
}

}  // namespace ampsweep::rig
