// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "rig/capture/judge.hpp"
#include "rig/capture/listen.hpp"
#include "rig/capture/move_knobs.hpp"
#include "rig/capture/play_take.hpp"
#include "rig/dataset/dataset_writer.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

/// Whether somebody made room on a disk that is full.
using MakesRoom = std::function<bool(const Fault& full)>;

/// What stays the same for every attempt of a session.
struct AttemptContext {
  const Rig& rig;
  const Plan& plan;
  const signals::Stimulus& stimulus;
  SampleCount frames{0};  ///< Stimulus plus tail.
  Bench& bench;
  DatasetWriter& writer;
  MakesRoom makes_room{};
  /// Told of a fault that ends the session, before the disk is touched: whoever cuts the mains does
  /// not wait for it.
  std::function<void(const Fault&)> ending{};
};

/// Stopped; faults after which nothing may be played, or kept, until a person has looked.
[[nodiscard]] bool ends_session(FaultCode code);

/// Frames to record for a stimulus: it, the latency, the decay.
[[nodiscard]] SampleCount frames_for(const signals::Stimulus& stimulus);
[[nodiscard]] SampleCount frames_for(SampleCount stimulus, SampleRate rate);

struct AttemptPlan {
  const PlannedTake& take;
  std::vector<KnobLabel> labels;
  int epoch{1};
  TapCorridor tap;
  TimeReference time;
  std::optional<KnobPrint> heard{};  ///< What the setting sounded like.
  std::vector<Fault> warnings{};     ///< Of listening to the knobs: flags of the take.
  std::vector<double> tap_db{};      ///< tap_bands() of the chirp before it.
};

/// One attempt: label to disk, play (while a knob moves, where the plan says so), align, judge,
/// audio and verdict to disk.
///
/// The outcome is a refused one when anything went wrong with the sound. Faults are those of the
/// disk alone: WriteFailed, DiskFull. What was recorded is written once somebody made room; of a
/// take that ends the session nobody is asked for it, and its own fault comes back.
[[nodiscard]] Result<Outcome> attempt_take(const AttemptContext& context, const AttemptPlan& plan,
                                           const Expectations& expected,
                                           const PlayProgress& progress,
                                           const std::stop_token& stop);

}  // namespace ampsweep::rig
