// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/capture/hand_turns.hpp"
#include "rig/capture/neighbour_watch.hpp"
#include "rig/capture/reference_watch.hpp"
#include "rig/capture/session_log.hpp"
#include "rig/capture/session_parts.hpp"
#include "rig/capture/take_queue.hpp"

namespace ampsweep::rig {

/// The accepted takes of a session, and when they are taken back: a person says that a turn was
/// wrong, the amp did not stand still between two reference takes, or one does not sound as its
/// neighbours in knob space say. What is taken back stays in the ledger as refused, and its take
/// comes again.
///
/// Thread: control.
class AcceptedTakes {
 public:
  /// All outlive it.
  AcceptedTakes(const SessionParts& parts, SessionLog& log, TakeQueue& queue);

  /// What the reference takes of an earlier run are still good for. A file that cannot be read any
  /// more is as if there was none: noted.
  void resume();

  /// One more; labels as it was made. False: it was taken back at once. Faults: of the disk.
  [[nodiscard]] Result<bool> add(const PlannedTake& take, const Outcome& outcome,
                                 const std::vector<KnobLabel>& labels);
  /// Whether all takes so far sound as their neighbours say; those that do not come again, once.
  /// False: none does. Faults: of the disk.
  [[nodiscard]] Result<bool> look_over();
  /// All since the last turn by hand have wrong labels. Faults: of the disk.
  [[nodiscard]] Result<void> turned_wrong();

 private:
  void resume_neighbours();
  [[nodiscard]] Result<void> show_neighbours(const Outcome& outcome, int take,
                                             const std::vector<KnobLabel>& labels);
  [[nodiscard]] Result<bool> weigh_block(const PlannedTake& take, const Outcome& outcome);
  [[nodiscard]] Result<void> take_back(const std::vector<int>& takes, const char* by,
                                       const std::string& reason);

  const SessionParts& parts_;
  SessionLog& log_;
  TakeQueue& queue_;
  HandTurns hand_turns_;
  ReferenceWatch references_;
  NeighbourWatch neighbours_;
};

}  // namespace ampsweep::rig
