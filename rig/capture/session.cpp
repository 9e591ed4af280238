// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/session.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "rig/capture/accepted_takes.hpp"
#include "rig/capture/amp_proof.hpp"
#include "rig/capture/arming.hpp"
#include "rig/capture/fault_reactions.hpp"
#include "rig/capture/polarity_watch.hpp"
#include "rig/capture/session_log.hpp"
#include "rig/capture/session_streams.hpp"
#include "rig/capture/take_maker.hpp"
#include "rig/capture/take_queue.hpp"
#include "rig/capture/wrong_turns.hpp"
#include "rig/dataset/session_end.hpp"

namespace ampsweep::rig {
namespace {

class Session {
 public:
  Session(const SessionParts& parts, const SessionOptions& options, const SessionObserver& observer,
          std::stop_token stop)
      : parts_(parts),
        options_(options),
        log_(parts.writer, *parts.bench.clock, observer),
        queue_(parts.plan, parts.writer),
        stop_(std::move(stop)),
        maker_(
            parts, log_, [this](const Fault& full) { return reactions_.makes_room(full); },
            [this](const Fault& fault) { end_by(fault); },
            [this](const std::vector<int>& takes, const std::string& reason) {
              return accepted_.heard_elsewhere(takes, reason);
            },
            stop_),
        accepted_(parts, log_, queue_, [this] { maker_.doubt_knobs(); }),
        reactions_(parts, log_, queue_, stop_),
        wrong_turns_(log_, accepted_, reactions_),
        streams_(parts, options, log_, queue_, maker_, wrong_turns_, reactions_, stop_) {
    log_.now.takes_total = static_cast<int>(parts.plan.takes.size());
    log_.now.takes_done = queue_.accepted();
  }

  ~Session() {
    for (const auto& actuator : parts_.bench.actuators) actuator->release();
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  SessionSummary run() {
    if (const auto resumed = accepted_.resume(stop_); !resumed) {
      end_by(resumed.error());
      return finish();
    }
    if (queue_.next() == nullptr) return finish();  // a resumed dataset that is complete
    if (options_.freewheel) refuse_freewheel(parts_.rig, parts_.plan);
    log_.show(SessionState::Arming);
    arm(parts_.rig, parts_.stimulus, LoopbackOffset::Needed, *parts_.bench.person, stop_);
    if (end_of_last_session(parts_.writer.dataset().events) == SessionEnd::Died) {
      log_.note("session_died",
                "the session before this one broke off without a word: it was "
                "killed, or the power went");
    }
    log_.note("session_start",
              fmt::format("{} of {} takes to do", log_.now.takes_total - log_.now.takes_done,
                          log_.now.takes_total));
    log_.show(SessionState::Opening);
    streams_.open();
    if (prove_load() && learn_knobs() && warm_up()) {
      // Both sides of the break are compared.
      if (queue_.accepted() > 0) (void)queue_.reference_due();
      capture_all();
    }
    return finish();
  }

 private:
  /// False: the session ends.
  bool prove_load() {
    const auto proven = wrong_turns_.around([this] { return maker_.probe(); });
    if (proven) return true;
    if (reactions_.ended_by() || proven.error().code == FaultCode::Stopped) {
      end_by(proven.error());
      return false;
    }
    throw SetupError(
        proven.error().code == FaultCode::TapLow ? SetupKind::Safety : SetupKind::Device,
        proven.error().detail, "");
  }

  /// False: the session ends.
  bool learn_knobs() {
    const auto learnt = wrong_turns_.around([this] { return maker_.learn_knobs(); });
    if (!learnt) end_by(learnt.error());
    return learnt.has_value();
  }

  /// False: the session ends.
  bool warm_up() {
    const auto wait = [this] { return maker_.warm_up(); };
    auto ended = wrong_turns_.around(wait);
    while (!ended && stream_is_gone(ended.error().code)) {
      if (streams_.recover(ended.error()) == Next::EndSession) return false;
      ended = wrong_turns_.around(wait);
    }
    if (!ended) {
      end_by(ended.error());
      return false;
    }
    if (!*ended || (*ended)->steady) return true;
    using Then = WarmUpPolicy::Then;
    const Fault moving{FaultCode::AmpNotSteady,
                       "the amp does not stand still: " + to_string(**ended)};
    const Then then = parts_.plan.policy.warm_up.then;
    if (then == Then::Stop) reactions_.park(moving);
    return then == Then::GoOn || (then == Then::Pause && reactions_.person_goes_on(moving));
  }

  void capture_all() {
    for (;;) {
      while (const PlannedTake* take = queue_.next()) {
        const Turn turn = capture_one(*take);
        if (turn == Turn::EndSession) return;
        if (turn == Turn::Over) queue_.finished(*take);
      }
      const auto again = accepted_.look_over();
      if (!again) end_by(again.error());
      if (!again || !*again) return;
    }
  }

  Turn capture_one(const PlannedTake& take) {
    log_.now.take = take.id;
    log_.now.setting = describe_take(parts_.rig.knobs, take);
    for (;;) {
      if (!streams_.ready()) return Turn::EndSession;
      maker_.rest();
      switch (consider(take, maker_.attempt(take, streams_.epoch()))) {
        case Next::TakeDone:
          return Turn::Over;
        case Next::NewEpoch:  // not the take's fault, unless it kills every stream
          if (!stream_is_gone(last_fault_.code)) return Turn::Later;
          return reactions_.lost_stream(take, last_fault_).value_or(Turn::Later);
        case Next::GoBack:
          return Turn::Later;
        case Next::EndSession:
          return Turn::EndSession;
        case Next::TryAgain:
          break;
      }
      if (const auto turn = reactions_.refused(take, last_fault_)) return *turn;
    }
  }

  Next consider(const PlannedTake& take, const Result<Outcome>& outcome) {
    if (!outcome) return consider_fault(outcome.error());
    log_.now.last_verdict = outcome->verdict;
    log_.now.last_measured = outcome->measured;
    if (outcome->verdict.accepted) return keep(take, *outcome);
    ++log_.now.attempts_refused;
    log_.show(SessionState::Judging);
    const Fault* turned = upside_down_in(outcome->verdict);
    const Fault& why = turned != nullptr ? *turned : outcome->verdict.faults.front();
    log_.note("refused", fmt::format("take {} attempt {}: {}: {}", log_.now.take, log_.now.attempt,
                                     to_string(why.code), why.detail));
    if (turned != nullptr) {
      if (auto back = accepted_.upside_down(); !back) return end_by(back.error());
    }
    if (why.code != FaultCode::DelayMoved) return consider_fault(why);
    last_fault_ = why;
    return streams_.delay_moved(why, outcome->measured.delay_samples);
  }

  Next keep(const PlannedTake& take, const Outcome& outcome) {
    streams_.heard_out();
    streams_.accepted(outcome.verdict);
    reactions_.accepted(take.id);
    maker_.accepted(outcome.measured);
    const auto kept = accepted_.add(take, outcome, maker_.labels());
    log_.show(SessionState::Judging);
    if (!kept) return end_by(kept.error());
    switch (*kept) {
      case Kept::Yes:
        return Next::TakeDone;
      case Kept::No:
        return Next::GoBack;
      case Kept::NewEpoch:
        break;
    }
    last_fault_ = {FaultCode::DelayMoved, "the reference takes differ, and no loopback tells why"};
    return streams_.renew(last_fault_.detail);
  }

  Next consider_fault(const Fault& fault) {
    last_fault_ = fault;
    if (ends_session(fault.code)) return end_by(fault);
    if (fault.code == FaultCode::DiskFull) {
      return reactions_.makes_room(fault) ? Next::GoBack : end_by(fault);
    }
    if (stream_is_gone(fault.code)) return streams_.recover(fault);
    streams_.heard_out();
    if (fault.code == FaultCode::KnobNotReached || fault.code == FaultCode::KnobNotHeard) {
      log_.note("knob", fault.detail);
    }
    if (fault.code == FaultCode::AmpNotSteady) {
      if (!reactions_.person_goes_on(fault)) return Next::EndSession;
      log_.note(kAmpTakenAsItIs, "a person goes on with the amp as it sounds now");
      if (queue_.accepted() > 0) (void)queue_.reference_due();
      return Next::GoBack;
    }
    if (fault.code == FaultCode::KnobNotReached) {
      // An amp's program that goes takes its knobs' port along, and the stream is seen first.
      const auto lost = parts_.bench.audio->poll().fault;
      if (lost && stream_is_gone(lost->code)) return streams_.recover(*lost);
      maker_.doubt_amp();
    }
    if (fault.code == FaultCode::KnobNotHeard)
      maker_.forget_knobs();  // a lost message is sent again
    if (fault.code == FaultCode::KnobDoubted) {
      return wrong_turns_.taken_back(fault) ? Next::GoBack : Next::EndSession;
    }
    return Next::TryAgain;
  }

  Next end_by(const Fault& fault) {
    reactions_.end_by(fault);
    return Next::EndSession;
  }

  SessionSummary finish() {
    summary_.takes_total = log_.now.takes_total;
    summary_.accepted = log_.now.takes_done;
    summary_.refused_attempts = log_.now.attempts_refused;
    summary_.given_up = log_.now.takes_given_up;
    const std::string end =
        fmt::format("{} of {} takes accepted, {} attempts refused", summary_.accepted,
                    summary_.takes_total, summary_.refused_attempts);
    if (!reactions_.ended_by() && summary_.accepted == 0 && summary_.given_up > 0) {
      end_by(last_fault_);
    }
    log_.record("session_end", end);
    if (auto written = parts_.writer.write_derived(); !written) end_by(written.error());
    summary_.ended_by = reactions_.ended_by();
    const bool stopped = summary_.ended_by && summary_.ended_by->code == FaultCode::Stopped;
    log_.show(stopped             ? SessionState::Stopped
              : summary_.ended_by ? SessionState::Parked
                                  : SessionState::Finished,
              end);
    return summary_;
  }

  const SessionParts& parts_;
  const SessionOptions& options_;
  SessionLog log_;
  TakeQueue queue_;
  std::stop_token stop_;
  TakeMaker maker_;
  AcceptedTakes accepted_;
  FaultReactions reactions_;
  WrongTurns wrong_turns_;
  SessionSummary summary_;
  Fault last_fault_;
  SessionStreams streams_;  ///< Last: closed first, before what its epochs are recorded in.
};

}  // namespace

SessionSummary run_session(const SessionParts& parts, const SessionOptions& options,
                           const SessionObserver& observer, const std::stop_token& stop) {
  Session session{parts, options, observer, stop};
  return session.run();
}

}  // namespace ampsweep::rig
