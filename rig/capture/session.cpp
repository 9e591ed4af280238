// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "rig/capture/arming.hpp"
#include "rig/capture/attempt_take.hpp"
#include "rig/capture/duty.hpp"
#include "rig/capture/fixed_delay.hpp"
#include "rig/capture/hand_turns.hpp"
#include "rig/capture/knob_watch.hpp"
#include "rig/capture/listen.hpp"
#include "rig/capture/load_probe.hpp"
#include "rig/capture/motion_reach.hpp"
#include "rig/capture/session_log.hpp"
#include "rig/capture/stream_keeper.hpp"
#include "rig/capture/take_queue.hpp"

namespace ampsweep::rig {
namespace {

/// What to do after an attempt. NewEpoch, GoBack: the queue says what comes first on the new
/// stream, or after takes were withdrawn.
enum class Next { TakeDone, TryAgain, NewEpoch, GoBack, EndSession };

/// What became of a take in this session.
enum class Turn { Over, Later, EndSession };

bool stream_is_gone(FaultCode code) {
  return code == FaultCode::StreamLost || code == FaultCode::StreamHung;
}
/// Faults after which nothing may be played until a person has looked.
bool must_park(FaultCode code) { return code == FaultCode::TapLow || code == FaultCode::TapHigh; }

class Session {
 public:
  Session(const SessionParts& parts, const SessionOptions& options, const SessionObserver& observer,
          std::stop_token stop)
      : parts_(parts),
        options_(options),
        log_(parts.writer, *parts.bench.clock, observer),
        queue_(parts.plan, parts.writer),
        stop_(std::move(stop)),
        expected_(parts.expected),
        duty_(allowed_duty(parts.rig.load, parts.rig.safety)),
        context_{parts.rig,   parts.plan,  parts.stimulus, frames_for(parts.stimulus),
                 parts.bench, parts.writer},
        stream_(*parts.bench.audio, *parts.bench.clock, stream_spec(),
                [this](const StreamInfo& info) { return begin_epoch(info); }) {
    log_.now.takes_total = static_cast<int>(parts.plan.takes.size());
    log_.now.takes_done = queue_.accepted();
    if (parts.plan.policy.hear_knobs) {
      watch_.emplace(
          parts.bench, parts.rig, parts.plan, parts.writer.dataset(),
          [this](const std::string& kind, const std::string& text) { log_.note(kind, text); });
    }
    if (expected_.loopback_gain_db == std::nullopt) {
      expected_.loopback_gain_db = parts.rig.calibration.loopback_gain_db;
    }
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
    if (learn_knobs()) capture_all();
    return finish();
  }

 private:
  StreamSpec stream_spec() const {
    StreamSpec spec;
    spec.audio = parts_.rig.audio;
    spec.safety = parts_.rig.safety;
    spec.levels = parts_.rig.levels;
    spec.longest_take =
        std::max(frames_for(parts_.stimulus), knob_ear_frames(parts_.rig.audio.rate));
    if (parts_.rig.safety.tap_guard) spec.tap_input = 0;
    spec.freewheel = options_.freewheel;
    return spec;
  }

  int begin_epoch(const StreamInfo& info) {
    Epoch epoch;
    epoch.started = parts_.bench.clock->utc();
    epoch.stream = info.description;
    epoch.rate = info.rate;
    epoch.period_frames = info.period_frames;
    epoch.loopback_offset_samples = parts_.rig.calibration.loopback_offset_samples;
    epoch.loopback_gain_db = expected_.loopback_gain_db;
    const auto number = parts_.writer.new_epoch(epoch);
    if (!number) throw SetupError(SetupKind::Data, number.error().detail, "free the disk");
    expected_.epoch_delay_samples.reset();
    fixed_delay_.reset();
    log_.now.epoch = *number;
    return *number;
  }

  Result<void> probe() {
    if (parts_.rig.load.kind == "none") return {};
    log_.show(SessionState::Probing);
    return probe_quietly(parts_.bench, parts_.rig, parts_.plan.reference, stop_);
  }

  void prove_load() {
    const auto proven = probe();
    if (proven || proven.error().code == FaultCode::Stopped) return;
    throw SetupError(
        proven.error().code == FaultCode::TapLow ? SetupKind::Safety : SetupKind::Device,
        proven.error().detail, "");
  }

  /// What each knob does alone, before the first take of a dataset. False: the session ends.
  bool learn_knobs() {
    if (!watch_) return true;
    log_.show(SessionState::Listening);
    const auto learnt = watch_->learn(stop_);
    auto kept = learnt && *learnt ? parts_.writer.keep_curves(**learnt) : Result<void>{};
    if (learnt && kept) return true;
    const Fault fault = learnt ? kept.error() : learnt.error();
    if (fault.code == FaultCode::Stopped) {
      summary_.ended_by = fault;
    } else {
      park(fault);
    }
    return false;
  }

  Listener listener() { return {*parts_.bench.audio, *parts_.bench.clock, parts_.rig}; }

  void capture_all() {
    while (const PlannedTake* take = queue_.next()) {
      const Turn turn = capture_one(*take);
      if (turn == Turn::EndSession) return;
      if (turn == Turn::Over) queue_.finished(*take);
    }
  }

  Turn capture_one(const PlannedTake& take) {
    log_.now.take = take.id;
    log_.now.setting = describe_take(parts_.rig.knobs, take);
    for (int tries = 0; tries <= parts_.plan.policy.retries; ++tries) {
      rest();
      const auto outcome = one_attempt(take);
      switch (consider(outcome)) {
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
    }
    ++summary_.given_up;
    log_.now.takes_given_up = summary_.given_up;
    log_.note("given_up", fmt::format("take {} ({}) was refused {} times", take.id,
                                      log_.now.setting, parts_.plan.policy.retries + 1));
    if (last_fault_.code == FaultCode::KnobNotHeard) {  // every further label would be wrong
      park(last_fault_);
      return Turn::EndSession;
    }
    if (!parts_.plan.policy.stop_on_failure) return Turn::Over;
    park({last_fault_.code,
          "a take was given up and the plan says stop_on_failure: " + last_fault_.detail});
    return Turn::EndSession;
  }

  /// Disk faults and everything before the sound come back as faults, the rest as an outcome.
  Result<Outcome> one_attempt(const PlannedTake& take) {
    show_idle(SessionState::Moving);
    if (auto known = know_fixed_delay(); !known) return tl::unexpected(known.error());
    const auto reach = hear_reach(parts_.bench, parts_.rig, take, stop_);
    if (!reach) return tl::unexpected(reach.error());
    if (watch_ && take.motion) watch_->moved_away();
    auto labels = move_knobs(parts_.bench, parts_.rig, take.setting, stop_);
    if (!labels) return tl::unexpected(labels.error());
    labels_ = *labels;

    log_.show(SessionState::Listening);
    auto heard = hear_setting(take, *std::move(labels));
    if (!heard) return tl::unexpected(heard.error());
    if (auto answers = require_answer(parts_.rig, take.setting, heard->tap); !answers) {
      return tl::unexpected(answers.error());
    }

    AttemptPlan attempt{take,
                        blurred(std::move(heard->labels), parts_.rig, take,
                                seconds(parts_.stimulus.length(), parts_.stimulus.rate)),
                        stream_.epoch(),
                        {},
                        time_reference(),
                        std::move(heard->print),
                        std::move(heard->warnings)};
    if (parts_.rig.safety.tap_guard) {
      attempt.tap = corridor(heard->tap);
      for (const TapReading& there : *reach) {
        attempt.tap = united(std::move(attempt.tap), corridor(there));
      }
    }
    log_.now.attempt = parts_.writer.next_attempt(take.id);
    log_.show(SessionState::Playing);
    const auto before = parts_.bench.clock->now();
    auto outcome = attempt_take(
        context_, attempt, expected_,
        [this](const PortStatus& status) { log_.show_playing(status, context_.frames); }, stop_);
    duty_.played(before, parts_.bench.clock->now() - before);
    if (take.motion) come_back(take);
    return outcome;
  }

  TapCorridor corridor(const TapReading& reading) const {
    return predict_tap(reading, parts_.stimulus, context_.frames,
                       Decibels{parts_.rig.safety.tap_margin_db});
  }

  /// A knob that moved returns to where its take began. What keeps it from that shows at the next
  /// take's move.
  void come_back(const PlannedTake& take) {
    if (watch_) watch_->moved_away();
    if (stop_.stop_requested()) return;
    show_idle(SessionState::Moving);
    const auto back = move_knobs(parts_.bench, parts_.rig, take.setting, stop_);
    if (!back) log_.note("knob", "after the take: " + back.error().detail);
  }

  /// The quiet chirp that predicts the tap; with it, when the plan asks for it, the knobs' sound.
  Result<KnobWatch::Visit> hear_setting(const PlannedTake& take, std::vector<KnobLabel> labels) {
    if (watch_) return watch_->visit(take, labels, stop_);
    auto tap = listen(listener(), kListenLevel, take.setting, stop_);
    if (!tap) return tl::unexpected(tap.error());
    return KnobWatch::Visit{*std::move(tap), std::nullopt, std::move(labels), {}};
  }

  TimeReference time_reference() const {
    return {parts_.rig.calibration.loopback_offset_samples.value_or(0.0), fixed_delay_};
  }

  /// Without a loopback one delay serves the whole epoch. Moves the knobs.
  Result<void> know_fixed_delay() {
    if (fixed_delay_ || channel_index(parts_.rig.audio.inputs, "loopback")) return {};
    const auto delay = measure_fixed_delay(parts_.bench, parts_.rig, parts_.plan, stop_);
    if (!delay) return tl::unexpected(delay.error());
    fixed_delay_ = *delay;
    if (watch_) watch_->trust_nothing();  // the knobs have been elsewhere
    log_.note("fixed_delay",
              fmt::format("no loopback: {} samples, first arrival at {}", *fixed_delay_,
                          describe(parts_.rig.knobs, cleanest_setting(parts_.rig, parts_.plan))));
    return {};
  }

  Next consider(const Result<Outcome>& outcome) {
    if (!outcome) return consider_fault(outcome.error());
    log_.now.last_verdict = outcome->verdict;
    log_.now.last_measured = outcome->measured;
    if (outcome->verdict.accepted) {
      streak_ = 0;
      learn(expected_, outcome->measured);
      hand_turns_.accepted(log_.now.take, labels_);
      ++log_.now.takes_done;
      log_.show(SessionState::Judging);
      return Next::TakeDone;
    }
    ++summary_.refused_attempts;
    log_.now.attempts_refused = summary_.refused_attempts;
    log_.show(SessionState::Judging);
    const Fault& why = outcome->verdict.faults.front();
    log_.note("refused", fmt::format("take {} attempt {}: {}: {}", log_.now.take, log_.now.attempt,
                                     to_string(why.code), why.detail));
    return consider_fault(why);
  }

  Next consider_fault(const Fault& fault) {
    last_fault_ = fault;
    if (fault.code == FaultCode::Stopped) {
      summary_.ended_by = fault;
      return Next::EndSession;
    }
    if (fault.code == FaultCode::DiskFull || fault.code == FaultCode::WriteFailed ||
        must_park(fault.code)) {
      park(fault);
      return Next::EndSession;
    }
    if (stream_is_gone(fault.code)) return recover_stream(fault);
    streak_ = 0;
    if (fault.code == FaultCode::KnobNotReached || fault.code == FaultCode::KnobNotHeard) {
      log_.note("knob", fault.detail);
    }
    if (fault.code == FaultCode::KnobNotHeard) forget_knobs();  // a lost message is sent again
    if (fault.code == FaultCode::KnobDoubted) return take_back(fault);
    return Next::TryAgain;
  }

  /// What was recorded since a wrong turn has wrong labels: it is withdrawn and comes again.
  Next take_back(const Fault& fault) {
    log_.note("turned_wrong", fault.detail);
    for (const int take : hand_turns_.doubted()) {
      if (const auto done = parts_.writer.withdraw(take, "the person at the amp",
                                                   "a knob was turned to a wrong place");
          !done) {
        park(done.error());
        return Next::EndSession;
      }
      queue_.again(take);
      --log_.now.takes_done;
      ++summary_.refused_attempts;
    }
    log_.now.attempts_refused = summary_.refused_attempts;
    return Next::GoBack;
  }

  Next recover_stream(const Fault& fault) {
    log_.note("stream_lost", fault.detail);
    if (++streak_ > options_.stream_failures) {
      park({fault.code,
            fmt::format("the stream was lost {} times in a row: {}", streak_, fault.detail)});
      return Next::EndSession;
    }
    log_.show(SessionState::Reopening);
    if (stream_.reopen(options_.reopen_tries, stop_)) {
      log_.note("stream_open", fmt::format("stream epoch {}", stream_.epoch()));
      return trust_again();
    }
    if (stop_.stop_requested()) {
      summary_.ended_by = Fault{FaultCode::Stopped, "stopped while the stream was lost"};
    } else {
      park({fault.code, "the stream did not come back: " + stream_.last_error()});
    }
    return Next::EndSession;
  }

  /// What broke the stream may have restarted the amp: its knobs may stand anywhere.
  Next trust_again() {
    forget_knobs();
    if (watch_) watch_->trust_nothing();
    queue_.reference_due();
    auto proven = probe();
    while (!proven && proven.error().code == FaultCode::KnobDoubted) {
      if (take_back(proven.error()) == Next::EndSession) return Next::EndSession;
      proven = probe();
    }
    if (proven) return Next::NewEpoch;
    if (stream_is_gone(proven.error().code)) return recover_stream(proven.error());
    if (proven.error().code == FaultCode::Stopped) {
      summary_.ended_by = proven.error();
    } else {
      park(proven.error());
    }
    return Next::EndSession;
  }

  void forget_knobs() {
    for (const auto& actuator : parts_.bench.actuators) actuator->forget();
  }

  void rest() {
    const auto due = duty_.rest_due(parts_.bench.clock->now());
    if (due.count() <= 0) return;
    // In slices, so that the levels between takes stay live.
    constexpr std::chrono::nanoseconds kSlice{250'000'000};
    for (auto left = due; left.count() > 0; left -= kSlice) {
      show_idle(SessionState::Resting);
      if (!parts_.bench.clock->wait(std::min(left, kSlice), stop_)) return;
    }
  }

  /// With what the inputs hear while nothing is played.
  void show_idle(SessionState state) {
    log_.now.meters = parts_.bench.audio->poll().meters;
    log_.show(state);
  }

  void park(const Fault& fault) {
    summary_.ended_by = fault;
    log_.note("parked", std::string(to_string(fault.code)) + ": " + fault.detail);
    log_.show(SessionState::Parked);
  }

  SessionSummary finish() {
    summary_.takes_total = log_.now.takes_total;
    summary_.accepted = log_.now.takes_done;
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
  Expectations expected_;
  DutyBudget duty_;
  AttemptContext context_;
  SessionSummary summary_;
  std::optional<double> fixed_delay_;
  std::optional<KnobWatch> watch_;  ///< Where the plan says hear_knobs.
  Fault last_fault_;
  std::vector<KnobLabel> labels_;  ///< Of the last move.
  HandTurns hand_turns_;
  int streak_{0};        ///< Streams lost with no take heard out in between.
  StreamKeeper stream_;  ///< Last: closed first, before what its epochs are recorded in.
};

}  // namespace

Expectations established_by(const Dataset& dataset) {
  Expectations expected;
  for (const TakeRecord& take : dataset.takes) {
    if (const AttemptRecord* attempt = take.accepted()) learn(expected, attempt->outcome->measured);
  }
  expected.epoch_delay_samples.reset();  // this run opens a stream of its own
  return expected;
}

SessionSummary run_session(const SessionParts& parts, const SessionOptions& options,
                           const SessionObserver& observer, const std::stop_token& stop) {
  Session session{parts, options, observer, stop};
  return session.run();
}

}  // namespace ampsweep::rig
