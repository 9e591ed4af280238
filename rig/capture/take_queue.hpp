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
  /// next reference take comes first, once.
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

  /// A new stream epoch has begun: levels on both sides of the break are to be compared.
  void reference_due() { reference_due_ = true; }

  [[nodiscard]] int accepted() const;

 private:
  [[nodiscard]] const PlannedTake* next_put_off();
  [[nodiscard]] bool open(int take) const;

  const Plan& plan_;
  const DatasetWriter& writer_;
  std::set<int> finished_;
  std::vector<int> later_;  ///< In the order they come.
  bool reference_due_{false};
};

}  // namespace ampsweep::rig
