// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/level_rules.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kLeastTakes = 8;
constexpr double kMostTakes = 0.9;
constexpr double kDifferDb = 1.0;
constexpr double kLimited = 0.05;  ///< Share of a take's blocks; what only once is loudest: 0.02.

LevelSpread spread_of(const std::vector<double>& levels) {
  LevelSpread spread;
  spread.middle_dbfs = middle_of(levels);
  std::vector<double> off;
  for (const double level : levels) off.push_back(std::abs(level - spread.middle_dbfs));
  spread.spread_db = quantile(std::move(off), kMostTakes);
  return spread;
}

/// Loudness of the takes and their colour: each band over the take's own level.
std::vector<double> spreads_of_colour(std::span<const TakePrint> takes) {
  std::vector<double> spreads;
  for (std::size_t band = 0; band < kTakeBands; ++band) {
    std::vector<double> levels;
    for (const TakePrint& take : takes) {
      if (!take.silent) levels.push_back(take.level_db[band] - take.rms_dbfs);
    }
    spreads.push_back(spread_of(levels).spread_db);
  }
  return spreads;
}

/// Peaks that something else than normalising gives: full scale of a file or a converter, or a
/// limiter or clipper, at which a take stands again and again.
bool peaks_are_limits(const LevelSpread& peak, std::span<const TakePrint> takes) {
  if (std::abs(peak.middle_dbfs) <= kAlikeDb) return true;
  std::vector<double> shares;
  for (const TakePrint& take : takes) {
    if (!take.silent) shares.push_back(take.at_peak);
  }
  return median(std::move(shares)) > kLimited;
}

}  // namespace

LevelRules level_rules(std::span<const TakePrint> takes) {
  std::vector<double> peaks;
  std::vector<double> loudness;
  for (const TakePrint& take : takes) {
    if (take.silent) continue;
    peaks.push_back(take.peak_dbfs);
    loudness.push_back(take.rms_dbfs);
  }
  LevelRules rules;
  rules.peak.normalised = rules.rms.normalised = Answer::CannotTell;
  if (peaks.size() < kLeastTakes) return rules;
  rules.peak = spread_of(peaks);
  rules.rms = spread_of(loudness);
  const auto colour = spreads_of_colour(takes);
  const double differ = *std::max_element(colour.begin(), colour.end());
  const auto judge = [&](LevelSpread& level, const LevelSpread& other) {
    if (level.spread_db > kAlikeDb) {
      level.normalised = Answer::No;
    } else {
      const bool takes_differ = std::max(differ, other.spread_db) > kDifferDb;
      level.normalised = takes_differ ? Answer::Yes : Answer::CannotTell;
    }
  };
  judge(rules.peak, rules.rms);
  judge(rules.rms, rules.peak);
  if (rules.peak.normalised == Answer::Yes && peaks_are_limits(rules.peak, takes)) {
    rules.peak.normalised = Answer::CannotTell;
  }
  return rules;
}

}  // namespace ampsweep::analysis
