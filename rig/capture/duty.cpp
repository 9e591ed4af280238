// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/duty.hpp"

#include <algorithm>
#include <cmath>

#include "rig/capture/attempt_take.hpp"
#include "rig/dataset/utc_time.hpp"

namespace ampsweep::rig {
namespace {

using std::chrono::nanoseconds;

nanoseconds nanoseconds_of(double s) { return nanoseconds{std::llround(1e9 * s)}; }

/// Nothing where either time cannot be read.
std::optional<nanoseconds> between(const std::string& from, const std::string& to) {
  const auto start = utc_seconds(from);
  const auto end = utc_seconds(to);
  if (!start || !end) return std::nullopt;
  return nanoseconds_of(*end - *start);
}

}  // namespace

std::vector<Spell> spells_of(const Dataset& dataset, const std::string& utc_now) {
  const nanoseconds whole =
      nanoseconds_of(seconds(frames_for(dataset.length, dataset.rate), dataset.rate).value());
  std::vector<Spell> spells;
  for (const TakeRecord& take : dataset.takes) {
    for (const auto& [attempt, outcome, further] : take.attempts) {
      const auto sounded = outcome ? between(attempt.started, outcome->finished) : std::nullopt;
      const auto duration = std::clamp(sounded.value_or(whole), nanoseconds{0}, whole);
      const auto ago = between(attempt.started, utc_now).value_or(nanoseconds{0});
      spells.push_back({std::max(ago, duration), duration});
    }
  }
  std::stable_sort(spells.begin(), spells.end(),
                   [](const Spell& a, const Spell& b) { return a.ago > b.ago; });
  return spells;
}

nanoseconds DutyBudget::needed_for(nanoseconds duration) const {
  return nanoseconds{
      std::llround(static_cast<double>(duration.count()) / std::max(allowed_, 1e-3))};
}

void DutyBudget::played(nanoseconds start, nanoseconds duration) {
  const auto earliest = any_ ? start - nanoseconds{kLongestCredit} : start;
  rested_at_ = std::max(rested_at_, earliest) + needed_for(duration);
  any_ = true;
}

void DutyBudget::played_before(nanoseconds now, const std::vector<Spell>& spells) {
  DutyBudget before{allowed_};
  nanoseconds longest{0};
  for (const Spell& spell : spells) {
    before.played(now - spell.ago, spell.duration);
    longest = std::max(longest, spell.duration);
  }
  rested_at_ = now + std::min(before.rest_due(now), needed_for(longest) - longest);
}

nanoseconds DutyBudget::rest_due(nanoseconds now) const {
  return allowed_ >= 1.0 ? nanoseconds{0} : std::max(rested_at_, now) - now;
}

}  // namespace ampsweep::rig
