// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>

#include "rig/capture/delay_steps.hpp"
#include "rig/capture/fault_reactions.hpp"
#include "rig/capture/session.hpp"
#include "rig/capture/session_log.hpp"
#include "rig/capture/session_parts.hpp"
#include "rig/capture/stream_keeper.hpp"
#include "rig/capture/take_maker.hpp"
#include "rig/capture/take_queue.hpp"
#include "rig/capture/wrong_turns.hpp"

namespace ampsweep::rig {

/// What to do after an attempt. NewEpoch, GoBack: the queue says what comes first on the new
/// stream, or after takes were withdrawn.
enum class Next { TakeDone, TryAgain, NewEpoch, GoBack, EndSession };

[[nodiscard]] bool stream_is_gone(FaultCode code);

/// The streams of a session, one after the other: opens a new one when the old was lost or when its
/// delay is no longer what it was, and says when to give that up.
///
/// Thread: control.
class SessionStreams {
 public:
  /// All outlive it.
  SessionStreams(const SessionParts& parts, const SessionOptions& options, SessionLog& log,
                 TakeQueue& queue, TakeMaker& maker, WrongTurns& wrong_turns,
                 FaultReactions& reactions, std::stop_token stop);

  /// First open. Throws SetupError{Device}.
  void open() { stream_.open(); }
  [[nodiscard]] int epoch() const { return stream_.epoch(); }

  /// The stream is gone: another. What broke it may have restarted the amp, so nothing is trusted
  /// and the load is looked for again.
  [[nodiscard]] Next recover(const Fault& fault);
  /// A take was heard out, whatever came of it: streams lost before do not add up with later ones.
  void heard_out() { streak_ = 0; }

  /// A take was refused because its delay is not the epoch's.
  [[nodiscard]] Next delay_moved(const Fault& fault, double delay_samples);
  /// Closes a stream that works, whose delay is not to be trusted, and opens another. The knobs
  /// stand as they stood.
  [[nodiscard]] Next renew(const std::string& why);
  /// Before an attempt: renews what an earlier one left to be renewed. False: the session ends.
  [[nodiscard]] bool ready();
  void accepted(const Verdict& verdict) { delay_.accepted(verdict); }

 private:
  [[nodiscard]] StreamSpec spec() const;
  int begin_epoch(const StreamInfo& info);
  [[nodiscard]] bool reopen(const Fault& because);
  [[nodiscard]] Next trust_again();
  [[nodiscard]] Next end_by(const Fault& fault);

  const SessionParts& parts_;
  const SessionOptions& options_;
  SessionLog& log_;
  TakeQueue& queue_;
  TakeMaker& maker_;
  WrongTurns& wrong_turns_;
  FaultReactions& reactions_;
  std::stop_token stop_;
  DelaySteps delay_;
  int streak_{0};          ///< Streams lost with no take heard out in between.
  bool renew_due_{false};  ///< Of a take that the plan does not try again.
  StreamKeeper stream_;    ///< Last: closed first.
};

}  // namespace ampsweep::rig
