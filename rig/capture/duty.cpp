// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/duty.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig {

void DutyBudget::played(std::chrono::nanoseconds start, std::chrono::nanoseconds duration) {
  const auto needed = std::chrono::nanoseconds{
      std::llround(static_cast<double>(duration.count()) / std::max(allowed_, 1e-3))};
  const auto oldest = start - std::chrono::nanoseconds{kLongestCredit};
  rested_at_ = std::max(rested_at_.value_or(start), oldest) + needed;
}

std::chrono::nanoseconds DutyBudget::rest_due(std::chrono::nanoseconds now) const {
  if (allowed_ >= 1.0 || !rested_at_) return std::chrono::nanoseconds{0};
  return std::max(*rested_at_ - now, std::chrono::nanoseconds{0});
}

}  // namespace ampsweep::rig
