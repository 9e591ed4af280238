// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/level_effect.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kMostGroups = 6;
constexpr std::size_t kFewestInGroup = 8;
constexpr std::size_t kFewestGroups = 3;

/// Medians of level and value of equal groups, level ascending.
std::vector<LevelValue> groups_of(std::span<const LevelValue> values) {
  std::vector<LevelValue> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const LevelValue& a, const LevelValue& b) { return a.level_db < b.level_db; });
  const std::size_t count = std::min(kMostGroups, sorted.size() / kFewestInGroup);
  std::vector<LevelValue> groups;
  for (std::size_t g = 0; g < count; ++g) {
    const std::size_t first = g * sorted.size() / count;
    const std::size_t end = (g + 1) * sorted.size() / count;
    std::vector<double> group;
    for (std::size_t i = first; i < end; ++i) group.push_back(sorted[i].value);
    groups.push_back({sorted[(first + end) / 2].level_db, middle_of(std::move(group))});
  }
  return groups;
}

double value_at(const std::vector<LevelValue>& groups, double level) {
  if (level <= groups.front().level_db) return groups.front().value;
  for (std::size_t g = 1; g < groups.size(); ++g) {
    const LevelValue& above = groups[g];
    if (level > above.level_db) continue;
    const LevelValue& below = groups[g - 1];
    const double span = above.level_db - below.level_db;
    const double share = span > 0.0 ? (level - below.level_db) / span : 1.0;
    return below.value + share * (above.value - below.value);
  }
  return groups.back().value;
}

}  // namespace

std::vector<double> level_effect(std::span<const LevelValue> values) {
  std::vector<double> effect(values.size(), 0.0);
  if (values.size() < kFewestGroups * kFewestInGroup) return effect;
  const auto groups = groups_of(values);
  for (std::size_t i = 0; i < values.size(); ++i) effect[i] = value_at(groups, values[i].level_db);
  const double mean =
      std::accumulate(effect.begin(), effect.end(), 0.0) / static_cast<double>(effect.size());
  for (double& one : effect) one -= mean;
  return effect;
}

}  // namespace ampsweep::analysis
