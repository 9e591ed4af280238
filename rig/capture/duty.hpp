// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// Share of the time the load may be driven: 1 for software and line level; else what its thermal
/// rating allows against twice the amp's sine power (a clipped square wave), at most `max_duty`.
/// Source: measurement.md 5.4.
[[nodiscard]] double allowed_duty(const LoadSpec& load, const SafetySpec& safety);

/// Keeps the books of playing and resting.
class DutyBudget {
 public:
  explicit DutyBudget(double allowed) : allowed_(allowed) {}
  void played(std::chrono::nanoseconds duration) { played_ += duration; }
  /// How long to rest before the next take when `elapsed` has passed since the first.
  [[nodiscard]] std::chrono::nanoseconds rest_due(std::chrono::nanoseconds elapsed) const;

 private:
  double allowed_;
  std::chrono::nanoseconds played_{0};
};

}  // namespace ampsweep::rig
