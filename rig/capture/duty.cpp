// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/duty.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig {

double allowed_duty(const LoadSpec& load, const SafetySpec& safety) {
  if (load.kind == "none") return 1.0;
  const double worst_power = 2.0 * load.amp_power.value();
  if (worst_power <= 0.0) return safety.max_duty;
  return std::clamp(load.rating.value() / worst_power, 0.0, safety.max_duty);
}

std::chrono::nanoseconds DutyBudget::rest_due(std::chrono::nanoseconds elapsed) const {
  if (allowed_ >= 1.0) return std::chrono::nanoseconds{0};
  const auto needed = std::chrono::nanoseconds{
      std::llround(static_cast<double>(played_.count()) / std::max(allowed_, 1e-3))};
  return std::max(needed - elapsed, std::chrono::nanoseconds{0});
}

}  // namespace ampsweep::rig
