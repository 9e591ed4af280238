// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/take_queue.hpp"

#include <algorithm>

namespace ampsweep::rig {

const PlannedTake* TakeQueue::next() {
  const auto is_put_off = [&](int take) {
    return std::find(later_.begin(), later_.end(), take) != later_.end();
  };
  const PlannedTake* first = nullptr;
  for (const PlannedTake& take : plan_.takes) {
    if (!open(take.id) || is_put_off(take.id)) continue;
    if (take.split == Split::Reference && reference_due_) {
      reference_due_ = false;
      return &take;
    }
    if (first == nullptr) first = &take;
  }
  return first != nullptr ? first : next_put_off();
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
