// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/heard_moves.hpp"

#include <fmt/format.h>

#include "rig/capture/amp_proof.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kSameDb = 0.1;
constexpr int kInVain = 3;

bool sounds_same(const std::vector<double>& before, const std::vector<double>& now) {
  const auto apart = tap_difference_db(before, now);
  return apart && *apart <= kSameDb;
}

}  // namespace

std::optional<std::string> HeardMoves::doubt(const Setting& setting,
                                             const std::vector<double>& tap_db,
                                             const TakeRecord* record) const {
  if (tap_db.empty()) return std::nullopt;
  if (last_ && last_->setting != setting && in_vain_ < kInVain &&
      sounds_same(last_->tap_db, tap_db)) {
    return "it sounds as at the setting before";
  }
  if (record == nullptr) return std::nullopt;
  for (auto earlier = record->attempts.rbegin(); earlier != record->attempts.rend(); ++earlier) {
    const auto apart = tap_difference_db(earlier->attempt.tap_db, tap_db);
    if (!apart) continue;
    if (*apart <= kAlikeDb) return std::nullopt;
    return fmt::format("it sounds {:.1f} dB other than before attempt {}", *apart,
                       earlier->attempt.number);
  }
  return std::nullopt;
}

bool HeardMoves::told_again(const std::vector<double>& before, const std::vector<double>& tap_db) {
  const auto apart = tap_difference_db(before, tap_db);
  const bool other = apart && *apart > kSameDb;
  in_vain_ = other ? 0 : in_vain_ + 1;
  return other;
}

void HeardMoves::heard(const Setting& setting, const std::vector<double>& tap_db) {
  if (last_ && last_->setting != setting && !sounds_same(last_->tap_db, tap_db)) in_vain_ = 0;
  last_ = {setting, tap_db};
}

}  // namespace ampsweep::rig
