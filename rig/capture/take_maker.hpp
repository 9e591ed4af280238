// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "rig/capture/attempt_take.hpp"
#include "rig/capture/duty.hpp"
#include "rig/capture/session_log.hpp"
#include "rig/capture/session_parts.hpp"
#include "rig/capture/setting_visits.hpp"
#include "rig/capture/warm_up_gate.hpp"

namespace ampsweep::rig {

/// Makes one attempt at a time: rest, move, listen, predict the tap, play, judge. Knows what the
/// attempts of a session hand on to each other (expectations, the load's rest, the delay that
/// stands in for a loopback, what the knobs sound like); what follows from a fault is the
/// session's.
///
/// Thread: control. All faults leave the output silent.
class TakeMaker {
 public:
  /// All outlive it. `makes_room`: asked when the disk is full while a take is written; `ending`:
  /// told of a fault that ends the session before the disk is. `take_back`: SettingVisits.
  TakeMaker(const SessionParts& parts, SessionLog& log, MakesRoom makes_room,
            std::function<void(const Fault&)> ending, SettingVisits::TakeBack take_back,
            std::stop_token stop);

  /// Before anything loud: is the load there? Nothing without one. Moves the knobs.
  /// Faults: those of probe_quietly().
  [[nodiscard]] Result<void> probe();
  /// See SettingVisits.
  [[nodiscard]] Result<void> learn_knobs() { return visits_.learn_knobs(); }

  /// Waits until the amp stands still, where the plan or the rig asks for it; nothing else. Moves
  /// the knobs. Faults: those of WarmUpGate::wait().
  [[nodiscard]] Result<std::optional<WarmUpEnd>> warm_up();

  /// Rests the load for as long as it is due.
  void rest();
  /// Disk faults and everything before the sound come back as faults, the rest as an outcome.
  [[nodiscard]] Result<Outcome> attempt(const PlannedTake& take, int epoch);
  /// Of the last attempt, once the knobs had moved.
  [[nodiscard]] const std::vector<KnobLabel>& labels() const { return visits_.labels(); }

  /// Later takes are held against this one.
  void accepted(const TakeMeasurements& measured) { learn(expected_, measured); }
  [[nodiscard]] const Expectations& expected() const { return expected_; }

  /// On a new stream nothing is known of delays.
  void stream_opened();
  /// A knob's port or its servo failed: before the next take the amp has to sound as it did.
  void doubt_amp() { visits_.doubt_amp(); }
  /// The next move sends everything: a message may have been lost.
  void forget_knobs() { visits_.forget_knobs(); }
  /// Takes were taken back because a knob may not stand where it was set: the next move sets all of
  /// them, those turned by hand too.
  void doubt_knobs() { visits_.doubt_knobs(); }
  /// The amp may have restarted: its knobs may stand anywhere, and before the next take it has to
  /// sound as it did. So in a session that is resumed.
  void trust_nothing() { visits_.trust_nothing(); }

 private:
  [[nodiscard]] Result<void> know_fixed_delay();
  [[nodiscard]] TapCorridor corridor(const TapReading& reading) const;
  void come_back(const PlannedTake& take);

  const SessionParts& parts_;
  SessionLog& log_;
  std::stop_token stop_;
  AttemptContext context_;
  SettingVisits visits_;
  Expectations expected_;
  DutyBudget duty_;
  std::optional<double> fixed_delay_;  ///< Samples; without a loopback.
};

}  // namespace ampsweep::rig
