// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/capture/hand_turns.hpp"
#include "rig/capture/neighbour_watch.hpp"
#include "rig/capture/reference_watch.hpp"
#include "rig/capture/session_log.hpp"
#include "rig/capture/session_parts.hpp"
#include "rig/capture/take_queue.hpp"

namespace ampsweep::rig {

/// What became of a take that was accepted.
enum class Kept {
  Yes,
  No,       ///< It was taken back at once.
  NewEpoch  ///< The delay that stands in for a loopback is in doubt: it has to be measured again.
};

/// The accepted takes of a session, and when they are taken back: a person says that a turn was
/// wrong, the amp did not stand still between two reference takes, one does not sound as its
/// neighbours in knob space say, a cable was turned around, or the amp was heard elsewhere. What is
/// taken back stays in the ledger as refused, and its take comes again.
///
/// Thread: control.
class AcceptedTakes {
 public:
  /// All outlive it. `taken_back`: called after takes were, because where the knobs stand is then
  /// in doubt.
  AcceptedTakes(const SessionParts& parts, SessionLog& log, TakeQueue& queue,
                std::function<void()> taken_back);

  /// Before anything else: what an earlier run left. Passes the verdicts that it did not live to
  /// pass, which may take takes back, the last of a complete dataset too. A file that cannot be
  /// read any more is as if there was none: noted. Reads up to NeighbourWatch::kNeighbours takes.
  /// `stop` cuts later looks at the neighbours short, too. Faults: Stopped; of the disk.
  [[nodiscard]] Result<void> resume(const std::stop_token& stop);

  /// One more; labels as it was made. Faults: of the disk.
  [[nodiscard]] Result<Kept> add(const PlannedTake& take, const Outcome& outcome,
                                 const std::vector<KnobLabel>& labels);
  /// Whether all takes so far sound, and are as quiet, as their neighbours say; those that do not
  /// come again, once. False: none does. Faults: of the disk.
  [[nodiscard]] Result<bool> look_over();
  /// A take was refused as upside down: those that may be so too (polarity_watch.hpp). After a
  /// fault the same call may be repeated. Faults: of the disk.
  [[nodiscard]] Result<void> upside_down();
  /// The amp proves to have stood elsewhere in these (amp_proof.hpp). After a fault the same call
  /// may be repeated. Faults: of the disk.
  [[nodiscard]] Result<void> heard_elsewhere(const std::vector<int>& takes,
                                             const std::string& reason);
  /// All since the last turn by hand have wrong labels. After a fault the same call may be
  /// repeated. Faults: of the disk.
  [[nodiscard]] Result<void> turned_wrong();

 private:
  [[nodiscard]] Result<void> resume_references();
  [[nodiscard]] Result<void> resume_neighbours(const std::stop_token& stop);
  [[nodiscard]] std::optional<ReferenceSound> sound_of(const AttemptRecord* reference);
  [[nodiscard]] Result<void> show_neighbours(const Outcome& outcome, int take,
                                             const std::vector<KnobLabel>& labels);
  [[nodiscard]] Result<Kept> weigh_block(const PlannedTake& take, const Outcome& outcome);
  [[nodiscard]] Result<void> take_block_back(const ReferenceWatch::Verdict& verdict);
  [[nodiscard]] Result<void> take_back_wrong(const std::vector<int>& takes, const char* by,
                                             const std::string& reason);
  [[nodiscard]] Result<void> take_back(const std::vector<int>& takes, const char* by,
                                       const std::string& reason);

  const SessionParts& parts_;
  SessionLog& log_;
  TakeQueue& queue_;
  std::function<void()> taken_back_;
  std::stop_token stop_;
  HandTurns hand_turns_;
  ReferenceWatch references_;
  NeighbourWatch neighbours_;
};

}  // namespace ampsweep::rig
