// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/holdout.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "rig/plan/designs/sobol.hpp"
#include "signals/random.hpp"

namespace ampsweep::rig {
namespace {

/// Distinct candidates wanted, and points drawn for them: a space of few settings needs many draws
/// to show them all.
constexpr std::size_t kCandidates = 512;
constexpr int kDraws = 8192;

/// The axis cut down to its interior, or as it is when that holds fewer than two values.
Axis interior(const Axis& axis) {
  Axis inner = axis;
  const double margin = kHoldoutMargin * (axis.high - axis.low);
  inner.low = lowest_step(axis.knob, axis.low + margin);
  inner.high = highest_step(axis.knob, axis.high - margin);
  return inner.low < inner.high ? inner : axis;
}

double axis_share(const Axis& axis, const Setting& setting) {
  return (setting.at(axis.knob.id) - axis.low) / (axis.high - axis.low);
}

double squared_distance(const DesignSpace& space, const Setting& a, const Setting& b) {
  double sum = 0.0;
  for (const Axis& axis : space.axes) {
    const double step = axis_share(axis, a) - axis_share(axis, b);
    sum += step * step;
  }
  return sum;
}

struct Candidate {
  Setting setting;
  double nearest;  ///< Squared distance of the nearest setting in use.
};

void keep_clear_of(const DesignSpace& space, const Setting& used, std::vector<Candidate>& all) {
  for (Candidate& candidate : all) {
    candidate.nearest =
        std::min(candidate.nearest, squared_distance(space, used, candidate.setting));
  }
}

std::vector<Candidate> candidates_of(const DesignSpec& spec, const std::set<Setting>& taken,
                                     std::uint64_t seed) {
  DesignSpace inner = spec.space;
  for (Axis& axis : inner.axes) axis = interior(axis);
  std::vector<Candidate> candidates;
  if (inner.axes.empty()) return candidates;
  SobolSequence sequence{inner.axes.size(), signals::derived(seed, "holdout")};
  std::set<Setting> seen = taken;
  for (int i = 0; i < kDraws && candidates.size() < kCandidates; ++i) {
    Setting setting = setting_sampled(inner, sequence.next());
    if (avoided_by(spec.avoid, setting) || !seen.insert(setting).second) continue;
    candidates.push_back({std::move(setting), std::numeric_limits<double>::infinity()});
  }
  return candidates;
}

}  // namespace

std::vector<PlannedSetting> held_out_settings(const DesignSpec& spec,
                                              const std::vector<PlannedSetting>& training,
                                              const std::vector<Setting>& avoid,
                                              std::uint64_t seed) {
  std::vector<PlannedSetting> chosen;
  int validation = spec.validation;
  int test = spec.test;
  if (validation + test == 0) return chosen;
  std::set<Setting> taken(avoid.begin(), avoid.end());
  for (const PlannedSetting& one : training) taken.insert(one.setting);
  std::vector<Candidate> candidates = candidates_of(spec, taken, seed);
  for (const PlannedSetting& one : training) keep_clear_of(spec.space, one.setting, candidates);
  while (validation + test > 0 && !candidates.empty()) {
    const auto best = std::max_element(
        candidates.begin(), candidates.end(),
        [](const Candidate& a, const Candidate& b) { return a.nearest < b.nearest; });
    const bool turn = chosen.empty() || chosen.back().split == Split::Test;
    const Split split = test == 0 || (turn && validation > 0) ? Split::Validation : Split::Test;
    --(split == Split::Validation ? validation : test);
    chosen.push_back({best->setting, split, Purpose::Holdout});
    candidates.erase(best);
    keep_clear_of(spec.space, chosen.back().setting, candidates);
  }
  return chosen;
}

}  // namespace ampsweep::rig
