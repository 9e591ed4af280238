// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/level_rules.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/quantile.hpp"
#include "analysis/setting_polynomial.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kLeastTakes = 8;
constexpr double kMostTakes = 0.9;
constexpr double kDifferDb = 1.0;
constexpr double kSureSigmas = 4.0;
constexpr double kHeardDb = 0.1;

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

std::vector<double> levels_of(const TakePrint& take) {
  std::vector<double> levels(take.level_db.begin(), take.level_db.end());
  levels.push_back(take.rms_dbfs);
  return levels;
}

bool sure(double db, double sigma) { return db > std::max(kSureSigmas * sigma, kHeardDb); }

/// From its lowest to its highest value, the other knobs at their middle.
KnobEffect effect_of(const SettingPolynomial& fitted, const std::vector<double>& middle,
                     std::size_t knob, std::pair<double, double> range) {
  KnobEffect effect;
  const auto changes = fitted.change(middle, knob, range.first, range.second);
  const double unit = fitted.unit_sigma(middle, knob, range.first, range.second);
  effect.level_db = changes.back();
  effect.level_sigma_db = unit * fitted.residual(changes.size() - 1);
  double surest = -1.0;
  for (std::size_t f = 0; f < changes.size(); ++f) {
    const double sigma = unit * fitted.residual(f) + 1e-3;
    if (std::abs(changes[f]) / sigma <= surest) continue;
    surest = std::abs(changes[f]) / sigma;
    effect.largest_db = changes[f];
    effect.largest_sigma_db = sigma;
  }
  const bool heard = sure(std::abs(effect.largest_db), effect.largest_sigma_db);
  effect.heard = heard ? Answer::Yes : Answer::No;
  effect.level_follows = sure(effect.level_db, effect.level_sigma_db) ? Answer::Yes : Answer::No;
  return effect;
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
  return rules;
}

std::vector<KnobEffect> knob_effects(const std::vector<std::vector<double>>& settings,
                                     std::span<const TakePrint> takes) {
  if (settings.empty()) return {};
  std::vector<KnobEffect> effects(settings.front().size());
  std::vector<std::vector<double>> at;
  std::vector<std::vector<double>> levels;
  for (std::size_t i = 0; i < takes.size(); ++i) {
    if (takes[i].silent) continue;
    at.push_back(settings[i]);
    levels.push_back(levels_of(takes[i]));
  }
  const auto fitted = SettingPolynomial::fit(at, levels);
  if (!fitted) return effects;
  std::vector<std::vector<double>> values(effects.size());
  std::vector<double> middle;
  for (std::size_t knob = 0; knob < effects.size(); ++knob) {
    for (const auto& row : at) values[knob].push_back(row[knob]);
    middle.push_back(middle_of(values[knob]));
  }
  for (std::size_t knob = 0; knob < effects.size(); ++knob) {
    const auto [low, high] = std::minmax_element(values[knob].begin(), values[knob].end());
    if (*high - *low > 1e-6) effects[knob] = effect_of(*fitted, middle, knob, {*low, *high});
  }
  return effects;
}

}  // namespace ampsweep::analysis
