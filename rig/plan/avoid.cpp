// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/avoid.hpp"

#include <algorithm>
#include <cmath>

#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

/// Printed values are rounded to 1e-9 at most.
constexpr double kSlack = 1e-8;

bool inside(const AvoidStretch& stretch, const Setting& setting) {
  const auto value = setting.find(stretch.knob);
  return value != setting.end() && value->second >= stretch.low - kSlack &&
         value->second <= stretch.high + kSlack;
}

bool falls_under(const AvoidRule& rule, const Setting& setting) {
  return std::all_of(rule.when.begin(), rule.when.end(),
                     [&](const AvoidStretch& stretch) { return inside(stretch, setting); });
}

/// Ways out of one rule, the shortest first.
std::vector<Setting> ways_out(const DesignSpace& space, const AvoidRule& rule,
                              const Setting& setting) {
  std::vector<std::pair<double, Setting>> ways;
  for (const AvoidStretch& stretch : rule.when) {
    for (const Axis& axis : space.axes) {
      if (axis.knob.id != stretch.knob) continue;
      for (const double value :
           {step_above(axis.knob, stretch.high), step_below(axis.knob, stretch.low)}) {
        if (value < axis.low || value > axis.high) continue;
        Setting moved = setting;
        const double share = std::abs(value - moved.at(stretch.knob)) / (axis.high - axis.low);
        moved[stretch.knob] = value;
        if (!falls_under(rule, moved)) ways.emplace_back(share, std::move(moved));
      }
    }
  }
  std::stable_sort(ways.begin(), ways.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Setting> result;
  for (auto& [share, moved] : ways) result.push_back(std::move(moved));
  return result;
}

std::string value_text(const Knob& knob, double value) {
  const auto position = static_cast<std::size_t>(std::max(0.0, std::round(value)));
  return position < knob.positions.size() ? knob.positions[position] : number_text(value);
}

}  // namespace

std::optional<std::size_t> avoided_by(const std::vector<AvoidRule>& rules, const Setting& setting) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (falls_under(rules[i], setting)) return i;
  }
  return std::nullopt;
}

std::optional<Setting> moved_clear(const DesignSpace& space, const std::vector<AvoidRule>& rules,
                                   const Setting& setting) {
  Setting here = setting;
  // Out of one rule may lead into the next; each is left at most twice.
  for (std::size_t round = 0; round <= 2 * rules.size(); ++round) {
    const auto rule = avoided_by(rules, here);
    if (!rule) return here;
    std::vector<Setting> ways = ways_out(space, rules[*rule], here);
    if (ways.empty()) return std::nullopt;
    const auto clear = std::find_if(ways.begin(), ways.end(),
                                    [&](const Setting& way) { return !avoided_by(rules, way); });
    here = clear == ways.end() ? ways.front() : *clear;
  }
  return std::nullopt;
}

std::string rule_text(const std::vector<Knob>& knobs, const AvoidRule& rule) {
  std::string text;
  for (const AvoidStretch& stretch : rule.when) {
    const auto knob = std::find_if(knobs.begin(), knobs.end(),
                                   [&](const Knob& one) { return one.id == stretch.knob; });
    if (knob == knobs.end()) continue;
    text += (text.empty() ? "" : ", ") + stretch.knob + ' ' + value_text(*knob, stretch.low);
    if (stretch.high > stretch.low) text += ".." + value_text(*knob, stretch.high);
  }
  return rule.why.empty() ? text : text + " (" + rule.why + ')';
}

}  // namespace ampsweep::rig
