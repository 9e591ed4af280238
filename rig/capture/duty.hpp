// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// Something that was played.
struct Spell {
  std::chrono::nanoseconds ago;  ///< When it began, before now.
  std::chrono::nanoseconds duration;
};

/// What the sessions of a dataset have played: all attempts, in order. One that was cut off counts
/// as a whole take, one whose time cannot be read or lies ahead as one that has just ended.
/// `utc_now`: Clock::utc().
[[nodiscard]] std::vector<Spell> spells_of(const Dataset& dataset, const std::string& utc_now);

/// Keeps the books of playing and resting, on the session's clock.
class DutyBudget {
 public:
  explicit DutyBudget(double allowed) : allowed_(allowed) {}
  /// Time that went by in silence counts as rest already taken for this long at most: a load that
  /// has been idle for an hour is cold, and may still not be driven for an hour without a pause.
  static constexpr std::chrono::minutes kLongestCredit{5};

  void played(std::chrono::nanoseconds start, std::chrono::nanoseconds duration);
  /// What earlier sessions played, the eldest first: a load does not cool down because a program
  /// was killed. They rested before each take, so no more is due than after their longest one,
  /// wherever the computer's clock was set meanwhile; and nothing of their rest is left to be
  /// played off.
  void played_before(std::chrono::nanoseconds now, const std::vector<Spell>& spells);
  /// How long to rest before the next take.
  [[nodiscard]] std::chrono::nanoseconds rest_due(std::chrono::nanoseconds now) const;

 private:
  [[nodiscard]] std::chrono::nanoseconds needed_for(std::chrono::nanoseconds duration) const;

  double allowed_;
  /// When what was played is rested off.
  std::chrono::nanoseconds rested_at_{std::chrono::nanoseconds::min()};
  bool any_{false};  ///< Was played in this session: silence since then is rest.
};

}  // namespace ampsweep::rig
