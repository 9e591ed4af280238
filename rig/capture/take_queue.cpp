// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/take_queue.hpp"

#include <algorithm>

namespace ampsweep::rig {

const PlannedTake* TakeQueue::next() {
  const PlannedTake* first = nullptr;
  for (const PlannedTake& take : plan_.takes) {
    if (finished_.contains(take.id) || writer_.accepted(take.id)) continue;
    if (take.split == Split::Reference && reference_due_) {
      reference_due_ = false;
      return &take;
    }
    if (first == nullptr) first = &take;
  }
  return first;
}

int TakeQueue::accepted() const {
  return static_cast<int>(
      std::count_if(plan_.takes.begin(), plan_.takes.end(),
                    [&](const PlannedTake& take) { return writer_.accepted(take.id); }));
}

}  // namespace ampsweep::rig
