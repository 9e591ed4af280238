// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/attempt_take.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "rig/capture/steer_knob.hpp"
#include "signals/random.hpp"

namespace ampsweep::rig {
namespace {

constexpr Seconds kTail{0.5};  // latency of any sane interface, and the amp's decay

Outcome void_outcome(const Fault& fault, const std::string& finished) {
  Outcome outcome;
  outcome.finished = finished;
  outcome.verdict.accepted = false;
  outcome.verdict.faults.push_back(fault);
  return outcome;
}

TakeAudio audio_of(const PlayedTake& played, const AlignedTake& aligned, const Rig& rig) {
  TakeAudio audio;
  audio.raw = played.recording.get();
  const std::string& primary = rig.audio.inputs.front().name;
  for (const auto& [name, samples] : aligned.outputs) {
    if (name == primary) {
      audio.aligned = samples;
    } else {
      audio.further.emplace(name, samples);
    }
  }
  return audio;
}

PlayedTake play(Bench& bench, const TakeRequest& request, std::optional<KnobSteerer>& steerer,
                const PlayProgress& progress, const std::stop_token& stop) {
  if (!steerer) return play_take(*bench.audio, *bench.clock, request, stop, progress);
  if (auto ready = steerer->engage(); !ready) return {nullptr, ready.error(), 0};
  return play_moving(bench, request, *steerer, progress, stop);
}

/// A take is worth its label only where every knob stood where it was left.
std::optional<Fault> not_held(Bench& bench) {
  for (const auto& actuator : bench.actuators) {
    if (auto held = actuator->held(); !held) return held.error();
  }
  return std::nullopt;
}

/// The sound stays in memory until it is on the disk: the same call again, to the same files.
Result<Outcome> finish(const AttemptContext& context, const Attempt& attempt,
                       const TakeAudio& audio, const Outcome& outcome) {
  auto done = context.writer.finish_attempt(attempt, audio, outcome);
  while (!done && done.error().code == FaultCode::DiskFull && context.makes_room &&
         context.makes_room(done.error())) {
    done = context.writer.finish_attempt(attempt, audio, outcome);
  }
  return done;
}

}  // namespace

bool ends_session(FaultCode code) {
  return code == FaultCode::Stopped || code == FaultCode::TapLow || code == FaultCode::TapHigh ||
         code == FaultCode::WriteFailed;
}

SampleCount frames_for(const signals::Stimulus& stimulus) {
  return frames_for(stimulus.length(), stimulus.rate);
}

SampleCount frames_for(SampleCount stimulus, SampleRate rate) {
  return stimulus + samples(kTail, rate);
}

Result<Outcome> attempt_take(const AttemptContext& context, const AttemptPlan& plan,
                             const Expectations& expected, const PlayProgress& progress,
                             const std::stop_token& stop) {
  Attempt attempt;
  attempt.take = plan.take.id;
  attempt.number = context.writer.next_attempt(plan.take.id);
  attempt.epoch = plan.epoch;
  attempt.labels = plan.labels;
  attempt.heard = plan.heard;
  attempt.tap_db = plan.tap_db;
  attempt.seed = signals::derived(context.plan.seed, static_cast<std::uint64_t>(attempt.take),
                                  static_cast<std::uint64_t>(attempt.number));
  attempt.stimulus_hash = context.writer.stimulus_hash();
  attempt.started = context.bench.clock->utc();
  if (auto begun = context.writer.begin_attempt(attempt); !begun) {
    return tl::unexpected(begun.error());
  }

  TakeRequest request;
  request.stimulus = context.stimulus.samples;
  request.frames = context.frames;
  request.tap = plan.tap.low.empty() ? nullptr : &plan.tap;
  request.take = attempt.take;
  request.attempt = attempt.number;
  request.setting = plan.take.setting;
  std::optional<KnobSteerer> steerer;
  if (plan.take.motion) {
    steerer.emplace(context.bench, *plan.take.motion, context.stimulus.length(),
                    context.stimulus.rate);
  }
  PlayedTake played = play(context.bench, request, steerer, progress, stop);
  if (!played.fault) played.fault = not_held(context.bench);
  const std::string finished = context.bench.clock->utc();
  const SampleCount period{context.writer.dataset().epochs.back().period_frames};
  if (played.fault || !played.recording) {
    const Fault fault =
        played.fault.value_or(Fault{FaultCode::FramesMissing, "nothing was recorded"});
    Outcome outcome = void_outcome(fault, finished);
    if (steerer) outcome.motion = steerer->trace(period, SampleCount{0});
    const TakeAudio audio = audio_of(played, {}, context.rig);
    if (!ends_session(fault.code)) return finish(context, attempt, audio, outcome);
    if (context.ending) context.ending(fault);
    auto kept = context.writer.finish_attempt(attempt, audio, outcome);
    if (!kept) return tl::unexpected(fault);
    return kept;
  }

  AlignedTake aligned =
      align_take(context.stimulus, *played.recording, context.rig, context.plan.policy, plan.time,
                 steerer ? KnobsDuring::OneMoves : KnobsDuring::StandStill);
  Outcome outcome;
  outcome.finished = finished;
  if (steerer) {
    const auto round_trip = static_cast<std::int64_t>(std::ceil(aligned.measured.delay_samples));
    outcome.motion = steerer->trace(period, SampleCount{round_trip});
  }
  outcome.verdict = judge(aligned, expected,
                          {context.rig, context.plan.policy, plan.take.setting,
                           context.stimulus.length(), context.frames, played.xruns});
  auto& warnings = outcome.verdict.warnings;
  warnings.insert(warnings.end(), aligned.warnings.begin(), aligned.warnings.end());
  warnings.insert(warnings.end(), plan.warnings.begin(), plan.warnings.end());
  outcome.measured = aligned.measured;
  outcome.measured.xruns = played.xruns;
  return finish(context, attempt, audio_of(played, aligned, context.rig), outcome);
}

}  // namespace ampsweep::rig
