// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "rig/capture/session_log.hpp"
#include "rig/capture/session_parts.hpp"
#include "rig/capture/take_queue.hpp"

namespace ampsweep::rig {

/// So many takes given up one after the other are no matter of the takes: the session parks.
inline constexpr int kMostGivenUpInARow = 10;

/// What became of a take for now: this session is done with it, it comes again later, or the
/// session ends with it.
enum class Turn { Over, Later, EndSession };

/// What follows from faults, by the plan's policy: another try, a later one, none, a question to
/// the person at the amp, or the end of the session. Keeps what ended it.
///
/// Thread: control.
class FaultReactions {
 public:
  /// All outlive it.
  FaultReactions(const SessionParts& parts, SessionLog& log, TakeQueue& queue,
                 std::stop_token stop);

  /// An attempt at `take` was refused. Nothing: try again now.
  [[nodiscard]] std::optional<Turn> refused(const PlannedTake& take, const Fault& why);
  /// The stream was lost at `take`, and there is another one. Costs the take no try; but one at
  /// which more streams are lost than the plan has retries is given up. Nothing: it comes again.
  [[nodiscard]] std::optional<Turn> lost_stream(const PlannedTake& take, const Fault& why);
  /// Its tries count from nought when it comes again.
  void accepted(int take);

  /// Asks whether to go on. False: the session has ended, parked or stopped.
  [[nodiscard]] bool person_goes_on(const Fault& why);

  /// Of a full disk, once since the newest accepted take: asks for room. False: not a full disk, or
  /// nobody made room; then the session may have ended.
  [[nodiscard]] bool makes_room(const Fault& why);

  /// Parked, unless somebody stopped it. The first cause holds.
  void end_by(const Fault& fault);
  void park(const Fault& fault);
  [[nodiscard]] const std::optional<Fault>& ended_by() const { return ended_by_; }

 private:
  [[nodiscard]] Reaction reaction_to_next(int take, FaultCode code);
  [[nodiscard]] Turn give_up(const PlannedTake& take, const Fault& why, const std::string& how);

  const SessionParts& parts_;
  SessionLog& log_;
  TakeQueue& queue_;
  std::stop_token stop_;
  std::map<int, int> refusals_;      ///< In this session, by take.
  std::map<int, int> lost_streams_;  ///< The same.
  int given_up_in_a_row_{0};         ///< After their tries; what the plan skips does not count.
  bool asked_for_room_{false};       ///< Since the newest accepted take.
  std::optional<Fault> ended_by_;
};

}  // namespace ampsweep::rig
