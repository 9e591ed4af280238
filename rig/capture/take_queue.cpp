// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/take_queue.hpp"

#include <algorithm>
#include <utility>

namespace ampsweep::rig {

bool TakeQueue::waits(const PlannedTake& take) const {
  return open(take.id) && std::find(later_.begin(), later_.end(), take.id) == later_.end();
}

const PlannedTake* TakeQueue::next() {
  if (std::exchange(reference_due_, false)) {
    if (const PlannedTake* reference = spare_reference()) return reference;
  }
  for (const PlannedTake& take : plan_.takes) {
    if (waits(take)) return &take;
  }
  return next_put_off();
}

const PlannedTake* TakeQueue::spare_reference() const {
  const PlannedTake* first = nullptr;
  for (const PlannedTake& take : plan_.takes) {
    if (take.split != Split::Reference || !waits(take)) continue;
    if (first != nullptr) return first;
    first = &take;
  }
  return nullptr;
}

bool TakeQueue::reference_due() {
  reference_due_ = spare_reference() != nullptr;
  return reference_due_;
}

const PlannedTake* TakeQueue::next_put_off() {
  while (!later_.empty()) {
    const int take = later_.front();
    later_.erase(later_.begin());
    if (open(take)) return &plan_.takes.at(static_cast<std::size_t>(take));
  }
  return nullptr;
}

bool TakeQueue::open(int take) const {
  return !finished_.contains(take) && !writer_.accepted(take);
}

int TakeQueue::accepted() const {
  return static_cast<int>(
      std::count_if(plan_.takes.begin(), plan_.takes.end(),
                    [&](const PlannedTake& take) { return writer_.accepted(take.id); }));
}

}  // namespace ampsweep::rig
