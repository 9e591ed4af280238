// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <vector>

#include "rig/dataset/dataset_writer.hpp"
#include "rig/model/plan.hpp"

namespace ampsweep::rig {

/// Which take comes next: the plan's that are not accepted yet, each once per session.
class TakeQueue {
 public:
  /// Both outlive this.
  TakeQueue(const Plan& plan, const DatasetWriter& writer) : plan_(plan), writer_(writer) {}

  /// In visiting order, then those put off; nullptr when none is left. After `reference_due` the
  /// next reference take comes first, once, unless it is the only one left.
  [[nodiscard]] const PlannedTake* next();

  /// This session is done with it, whatever came of it.
  void finished(const PlannedTake& take) { finished_.insert(take.id); }

  /// It has to be played after all, in its own place.
  void again(int take) {
    finished_.erase(take);
    std::erase(later_, take);
  }

  /// It is tried again when all others have had their turn.
  void later(int take) { later_.push_back(take); }

  /// A new stream epoch has begun: levels on both sides of the break are to be compared. False: no
  /// reference take can be spared for it. The plan's last open one stays in its place, where it
  /// closes the last block: every take made until then lies between two of them.
  [[nodiscard]] bool reference_due();

  [[nodiscard]] int accepted() const;

 private:
  [[nodiscard]] const PlannedTake* next_put_off();
  [[nodiscard]] const PlannedTake* spare_reference() const;
  [[nodiscard]] bool waits(const PlannedTake& take) const;
  [[nodiscard]] bool open(int take) const;

  const Plan& plan_;
  const DatasetWriter& writer_;
  std::set<int> finished_;
  std::vector<int> later_;  ///< In the order they come.
  bool reference_due_{false};
};

}  // namespace ampsweep::rig
