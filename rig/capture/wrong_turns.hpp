// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/capture/accepted_takes.hpp"
#include "rig/capture/fault_reactions.hpp"
#include "rig/capture/session_log.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// A person may say "the turn before was wrong" at any prompt, whatever the knobs are turned for: a
/// take, the load probe, the warm-up. What was recorded since that turn has wrong labels and comes
/// again; what was being done is done again.
///
/// Thread: control.
class WrongTurns {
 public:
  /// All outlive it.
  WrongTurns(SessionLog& log, AcceptedTakes& accepted, FaultReactions& reactions)
      : log_(log), accepted_(accepted), reactions_(reactions) {}

  /// Withdraws those takes. False: the disk kept it from that, and the session has ended.
  [[nodiscard]] bool taken_back(const Fault& fault);

  /// `work` until nobody doubts a turn any more. KnobDoubted comes back only when the session has
  /// ended.
  template <class Work>
  [[nodiscard]] auto around(const Work& work) -> decltype(work()) {
    auto done = work();
    while (!done && done.error().code == FaultCode::KnobDoubted && taken_back(done.error())) {
      done = work();
    }
    return done;
  }

 private:
  SessionLog& log_;
  AcceptedTakes& accepted_;
  FaultReactions& reactions_;
};

}  // namespace ampsweep::rig
