// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// Keeps the books of playing and resting, on the session's clock.
class DutyBudget {
 public:
  explicit DutyBudget(double allowed) : allowed_(allowed) {}
  /// Time that went by in silence counts as rest already taken for this long at most: a load that
  /// has been idle for an hour is cold, and may still not be driven for an hour without a pause.
  static constexpr std::chrono::minutes kLongestCredit{5};

  void played(std::chrono::nanoseconds start, std::chrono::nanoseconds duration);
  /// How long to rest before the next take.
  [[nodiscard]] std::chrono::nanoseconds rest_due(std::chrono::nanoseconds now) const;

 private:
  double allowed_;
  std::optional<std::chrono::nanoseconds> rested_at_{};  ///< When what was played is rested off.
};

}  // namespace ampsweep::rig
