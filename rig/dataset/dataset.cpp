// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/dataset.hpp"

#include <algorithm>

namespace ampsweep::rig {

const AttemptRecord* TakeRecord::accepted() const {
  const auto found = std::find_if(attempts.begin(), attempts.end(),
                                  [](const AttemptRecord& record) { return record.accepted(); });
  return found == attempts.end() ? nullptr : &*found;
}

const TakeRecord* find_take(const Dataset& dataset, int take) {
  // Where its number says, unless a planned row before it was lost.
  const auto at = static_cast<std::size_t>(take);
  if (take >= 0 && at < dataset.takes.size() && dataset.takes[at].planned.id == take) {
    return &dataset.takes[at];
  }
  const auto found =
      std::find_if(dataset.takes.begin(), dataset.takes.end(),
                   [take](const TakeRecord& record) { return record.planned.id == take; });
  return found == dataset.takes.end() ? nullptr : &*found;
}

}  // namespace ampsweep::rig
