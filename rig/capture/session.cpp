// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "rig/capture/accepted_takes.hpp"
#include "rig/capture/arming.hpp"
#include "rig/capture/fault_reactions.hpp"
#include "rig/capture/knob_ear.hpp"
#include "rig/capture/rig_stream.hpp"
#include "rig/capture/session_log.hpp"
#include "rig/capture/stream_keeper.hpp"
#include "rig/capture/take_maker.hpp"
#include "rig/capture/take_queue.hpp"
#include "rig/capture/warm_up_gate.hpp"

namespace ampsweep::rig {
namespace {

/// What to do after an attempt. NewEpoch, GoBack: the queue says what comes first on the new
/// stream, or after takes were withdrawn.
enum class Next { TakeDone, TryAgain, NewEpoch, GoBack, EndSession };

bool stream_is_gone(FaultCode code) {
  return code == FaultCode::StreamLost || code == FaultCode::StreamHung;
}
/// Stopped; faults after which nothing may be played, or kept, until a person has looked.
bool ends_session(FaultCode code) {
  return code == FaultCode::Stopped || code == FaultCode::TapLow || code == FaultCode::TapHigh ||
         code == FaultCode::WriteFailed;
}

class Session {
 public:
  Session(const SessionParts& parts, const SessionOptions& options, const SessionObserver& observer,
          std::stop_token stop)
      : parts_(parts),
        options_(options),
        log_(parts.writer, *parts.bench.clock, observer),
        queue_(parts.plan, parts.writer),
        stop_(std::move(stop)),
        maker_(parts, log_, stop_),
        accepted_(parts, log_, queue_),
        reactions_(parts, log_, queue_, stop_),
        stream_(*parts.bench.audio, *parts.bench.clock, stream_spec(),
                [this](const StreamInfo& info) { return begin_epoch(info); }) {
    log_.now.takes_total = static_cast<int>(parts.plan.takes.size());
    log_.now.takes_done = queue_.accepted();
  }

  ~Session() {
    for (const auto& actuator : parts_.bench.actuators) actuator->release();
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  SessionSummary run() {
    if (queue_.next() == nullptr) {  // a resumed dataset that is complete
      log_.show(SessionState::Finished);
      return finish();
    }
    if (options_.freewheel) refuse_freewheel(parts_.rig, parts_.plan);
    log_.show(SessionState::Arming);
    arm(parts_.rig, parts_.stimulus, LoopbackOffset::Needed, *parts_.bench.person, stop_);
    log_.note("session_start",
              fmt::format("{} of {} takes to do", log_.now.takes_total - log_.now.takes_done,
                          log_.now.takes_total));
    log_.show(SessionState::Opening);
    stream_.open();
    prove_load();
    if (learn_knobs() && warm_up()) {
      accepted_.resume();
      if (queue_.accepted() > 0) queue_.reference_due();  // both sides of the break are compared
      capture_all();
    }
    return finish();
  }

 private:
  StreamSpec stream_spec() const {
    const SampleRate rate = parts_.rig.audio.rate;
    StreamSpec spec = stream_of(
        parts_.rig,
        std::max({frames_for(parts_.stimulus), knob_ear_frames(rate), warm_up_frames(rate)}));
    spec.freewheel = options_.freewheel;
    return spec;
  }

  int begin_epoch(const StreamInfo& info) {
    const auto number = parts_.writer.new_epoch(
        epoch_of(info, parts_.rig, maker_.expected().loopback_gain_db, parts_.bench.clock->utc()));
    if (!number) throw SetupError(SetupKind::Data, number.error().detail, "free the disk");
    maker_.stream_opened();
    log_.now.epoch = *number;
    return *number;
  }

  void prove_load() {
    const auto proven = maker_.probe();
    if (proven || proven.error().code == FaultCode::Stopped) return;
    throw SetupError(
        proven.error().code == FaultCode::TapLow ? SetupKind::Safety : SetupKind::Device,
        proven.error().detail, "");
  }

  /// False: the session ends.
  bool learn_knobs() {
    const auto learnt = maker_.learn_knobs();
    if (!learnt) end_by(learnt.error());
    return learnt.has_value();
  }

  /// False: the session ends.
  bool warm_up() {
    auto ended = maker_.warm_up();
    while (!ended && stream_is_gone(ended.error().code)) {
      if (recover_stream(ended.error()) == Next::EndSession) return false;
      ended = maker_.warm_up();
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
      if (!again) (void)end_by(again.error());
      if (!again || !*again) return;
    }
  }

  Turn capture_one(const PlannedTake& take) {
    log_.now.take = take.id;
    log_.now.setting = describe_take(parts_.rig.knobs, take);
    for (;;) {
      maker_.rest();
      switch (consider(take, maker_.attempt(take, stream_.epoch()))) {
        case Next::TakeDone:
          return Turn::Over;
        case Next::NewEpoch:  // not the take's fault: its tries are not used up
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
    if (outcome->verdict.accepted) {
      streak_ = 0;
      asked_for_room_ = false;
      reactions_.accepted(take.id);
      maker_.accepted(outcome->measured);
      const auto kept = accepted_.add(take, *outcome, maker_.labels());
      log_.show(SessionState::Judging);
      if (!kept) return end_by(kept.error());
      return *kept ? Next::TakeDone : Next::GoBack;
    }
    ++log_.now.attempts_refused;
    log_.show(SessionState::Judging);
    const Fault& why = outcome->verdict.faults.front();
    log_.note("refused", fmt::format("take {} attempt {}: {}: {}", log_.now.take, log_.now.attempt,
                                     to_string(why.code), why.detail));
    return consider_fault(why);
  }

  Next consider_fault(const Fault& fault) {
    last_fault_ = fault;
    if (ends_session(fault.code)) return end_by(fault);
    if (fault.code == FaultCode::DiskFull) return wait_for_room(fault);
    if (stream_is_gone(fault.code)) return recover_stream(fault);
    streak_ = 0;
    if (fault.code == FaultCode::KnobNotReached || fault.code == FaultCode::KnobNotHeard) {
      log_.note("knob", fault.detail);
    }
    if (fault.code == FaultCode::KnobNotHeard)
      maker_.forget_knobs();  // a lost message is sent again
    if (fault.code == FaultCode::KnobDoubted) return turned_wrong(fault);
    return Next::TryAgain;
  }

  /// What was recorded since a wrong turn has wrong labels: it comes again.
  Next turned_wrong(const Fault& fault) {
    log_.note("turned_wrong", fault.detail);
    if (auto done = accepted_.turned_wrong(); !done) return end_by(done.error());
    return Next::GoBack;
  }

  /// Asks once; who went on without making room finds the session parked.
  Next wait_for_room(const Fault& fault) {
    if (asked_for_room_) return end_by(fault);
    asked_for_room_ = true;
    return reactions_.person_goes_on(fault) ? Next::GoBack : Next::EndSession;
  }

  Next recover_stream(const Fault& fault) {
    log_.note("stream_lost", fault.detail);
    if (++streak_ > options_.stream_failures) {
      return end_by({fault.code, fmt::format("the stream was lost {} times in a row: {}", streak_,
                                             fault.detail)});
    }
    log_.show(SessionState::Reopening);
    if (stream_.reopen(options_.reopen_tries, stop_)) {
      log_.note("stream_open", fmt::format("stream epoch {}", stream_.epoch()));
      return trust_again();
    }
    if (stop_.stop_requested()) {
      return end_by({FaultCode::Stopped, "stopped while the stream was lost"});
    }
    return end_by({fault.code, "the stream did not come back: " + stream_.last_error()});
  }

  /// What broke the stream may have restarted the amp: its knobs may stand anywhere.
  Next trust_again() {
    maker_.trust_nothing();
    queue_.reference_due();
    auto proven = maker_.probe();
    while (!proven && proven.error().code == FaultCode::KnobDoubted) {
      if (turned_wrong(proven.error()) == Next::EndSession) return Next::EndSession;
      proven = maker_.probe();
    }
    if (proven) return Next::NewEpoch;
    if (stream_is_gone(proven.error().code)) return recover_stream(proven.error());
    return end_by(proven.error());
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
    summary_.ended_by = reactions_.ended_by();
    const bool stopped = summary_.ended_by && summary_.ended_by->code == FaultCode::Stopped;
    log_.note("session_end",
              fmt::format("{} of {} takes accepted, {} attempts refused", summary_.accepted,
                          summary_.takes_total, summary_.refused_attempts));
    if (auto written = parts_.writer.write_derived(); !written && !summary_.ended_by) {
      summary_.ended_by = written.error();
    }
    if (!summary_.ended_by || stopped) {
      log_.show(stopped ? SessionState::Stopped : SessionState::Finished);
    }
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
  SessionSummary summary_;
  Fault last_fault_;
  int streak_{0};               ///< Streams lost with no take heard out in between.
  bool asked_for_room_{false};  ///< Since the newest accepted take.
  StreamKeeper stream_;         ///< Last: closed first, before what its epochs are recorded in.
};

}  // namespace

SessionSummary run_session(const SessionParts& parts, const SessionOptions& options,
                           const SessionObserver& observer, const std::stop_token& stop) {
  Session session{parts, options, observer, stop};
  return session.run();
}

}  // namespace ampsweep::rig
