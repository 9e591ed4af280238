// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include "rig/dataset/dataset_writer.hpp"
#include "rig/model/plan.hpp"

namespace ampsweep::rig {

/// Which take comes next: the plan's that are not accepted yet, each once per session.
class TakeQueue {
 public:
  /// Both outlive this.
  TakeQueue(const Plan& plan, const DatasetWriter& writer) : plan_(plan), writer_(writer) {}

  /// In visiting order; nullptr when none is left. After `reference_due` the next reference take
  /// comes first, once.
  [[nodiscard]] const PlannedTake* next();

  /// This session is done with it, whatever came of it.
  void finished(const PlannedTake& take) { finished_.insert(take.id); }

  /// It has to be played after all.
  void again(int take) { finished_.erase(take); }

  /// A new stream epoch has begun: levels on both sides of the break are to be compared.
  void reference_due() { reference_due_ = true; }

  [[nodiscard]] int accepted() const;

 private:
  const Plan& plan_;
  const DatasetWriter& writer_;
  std::set<int> finished_;
  bool reference_due_{false};
};

}  // namespace ampsweep::rig
