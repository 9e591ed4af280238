// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/hand_groups.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace ampsweep::rig {
namespace {

using Group = std::vector<PlannedSetting>;

std::size_t combinations(const std::vector<std::string>& ids,
                         const std::vector<PlannedSetting>& settings) {
  std::set<std::vector<double>> seen;
  for (const PlannedSetting& one : settings) seen.insert(group_of(ids, one.setting));
  return seen.size();
}

std::vector<Group> groups_of(const std::vector<std::string>& grouped,
                             const std::vector<PlannedSetting>& block) {
  std::vector<Group> groups;
  for (const PlannedSetting& one : block) {
    const auto key = group_of(grouped, one.setting);
    const auto its = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
      return group_of(grouped, group.front().setting) == key;
    });
    (its == groups.end() ? groups.emplace_back() : *its).push_back(one);
  }
  return groups;
}

}  // namespace

std::vector<std::string> grouped_knobs(const std::vector<Knob>& knobs,
                                       const std::vector<PlannedSetting>& settings,
                                       std::size_t per_block) {
  std::vector<std::pair<std::size_t, std::string>> coarsest_first;
  for (const Knob& knob : knobs) {
    if (!turned_by_hand(knob)) continue;
    const std::size_t values = combinations({knob.id}, settings);
    if (values > 1) coarsest_first.emplace_back(values, knob.id);
  }
  std::stable_sort(coarsest_first.begin(), coarsest_first.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> grouped;
  for (const auto& [values, id] : coarsest_first) {
    grouped.push_back(id);
    if (2 * combinations(grouped, settings) > per_block) grouped.pop_back();
  }
  return grouped;
}

std::vector<double> group_of(const std::vector<std::string>& grouped, const Setting& setting) {
  std::vector<double> values;
  for (const std::string& id : grouped) values.push_back(setting.at(id));
  return values;
}

std::vector<PlannedSetting> in_groups(const std::vector<std::string>& grouped,
                                      const std::vector<PlannedSetting>& block,
                                      const Setting& reference) {
  if (grouped.empty()) return block;
  std::vector<Group> groups = groups_of(grouped, block);
  if (groups.size() == 2) {
    const bool second_at_home =
        group_of(grouped, groups[1].front().setting) == group_of(grouped, reference);
    if (second_at_home) std::swap(groups[0], groups[1]);
    const Group outer = groups[0];
    const auto half = outer.begin() + static_cast<std::ptrdiff_t>((outer.size() + 1) / 2);
    groups[0].assign(outer.begin(), half);
    groups.emplace_back(half, outer.end());
  }
  std::vector<PlannedSetting> ordered;
  for (const Group& group : groups) ordered.insert(ordered.end(), group.begin(), group.end());
  return ordered;
}

}  // namespace ampsweep::rig
