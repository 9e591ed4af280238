// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/plan_coverage.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "rig/plan/correlation.hpp"

namespace ampsweep::rig {
namespace {

/// Part of no design.
bool stands_apart(const PlannedTake& take) {
  return take.split == Split::Reference || take.split == Split::Motion;
}

bool held_out(const PlannedTake& take) {
  return take.split == Split::Validation || take.split == Split::Test;
}

/// Widest stretch of 0..1 without a training position.
double largest_gap(const std::set<double>& positions) {
  if (positions.empty()) return 1.0;
  double gap = std::max(*positions.begin(), 1.0 - *positions.rbegin());
  for (auto at = positions.begin(), next = std::next(at); next != positions.end(); ++at, ++next) {
    gap = std::max(gap, *next - *at);
  }
  return gap;
}

KnobCoverage cover(const ReportData& data, const Knob& knob) {
  std::set<double> all;
  std::set<double> training;
  std::set<double> accepted;
  std::vector<double> time;
  std::vector<double> stands;
  for (std::size_t i = 0; i < data.dataset.takes.size(); ++i) {
    const PlannedTake& planned = data.dataset.takes[i].planned;
    const double at = position(knob, planned.setting);
    if (stands_apart(planned) || !std::isfinite(at)) continue;
    all.insert(at);
    if (planned.split == Split::Train) training.insert(at);
    if (take_state(data, i) == TakeState::Accepted) accepted.insert(at);
    if (planned.split != Split::Train) continue;
    time.push_back(static_cast<double>(i));
    stands.push_back(at);
  }
  KnobCoverage result;
  result.id = knob.id;
  result.positions = all.size();
  result.lowest = all.empty() ? kNaN : *all.begin();
  result.highest = all.empty() ? kNaN : *all.rbegin();
  result.largest_gap = largest_gap(training);
  result.time_correlation = pearson(time, stands).value_or(kNaN);
  result.accepted_share =
      all.empty() ? kNaN : static_cast<double>(accepted.size()) / static_cast<double>(all.size());
  return result;
}

std::vector<double> training_positions(const ReportData& data, const Knob& knob) {
  std::vector<double> at;
  for (const TakeRecord& record : data.dataset.takes) {
    if (record.planned.split == Split::Train) at.push_back(position(knob, record.planned.setting));
  }
  return at;
}

void correlate_pairs(const ReportData& data, PlanCoverage& coverage) {
  const auto& knobs = data.dataset.rig.knobs;
  std::vector<std::vector<double>> at;
  for (const Knob& knob : knobs) at.push_back(training_positions(data, knob));
  for (std::size_t a = 0; a < knobs.size(); ++a) {
    for (std::size_t b = a + 1; b < knobs.size(); ++b) {
      const double r = std::abs(pearson(at[a], at[b]).value_or(kNaN));
      if (!std::isfinite(r) ||
          (!coverage.worst_pair.empty() && r <= coverage.worst_pair_correlation)) {
        continue;
      }
      coverage.worst_pair_correlation = r;
      coverage.worst_pair = knobs[a].id + " / " + knobs[b].id;
    }
  }
}

double distance(const std::vector<Knob>& knobs, const Setting& a, const Setting& b) {
  double largest = 0.0;
  for (const Knob& knob : knobs) {
    largest = std::max(largest, std::abs(position(knob, a) - position(knob, b)));
  }
  return largest;
}

void measure_held_out(const ReportData& data, PlanCoverage& coverage) {
  for (const TakeRecord& record : data.dataset.takes) {
    if (!held_out(record.planned)) continue;
    double nearest = std::numeric_limits<double>::infinity();
    for (const TakeRecord& other : data.dataset.takes) {
      if (other.planned.split != Split::Train) continue;
      nearest = std::min(
          nearest, distance(data.dataset.rig.knobs, record.planned.setting, other.planned.setting));
    }
    if (!std::isfinite(nearest)) continue;
    coverage.farthest_held_out = std::max(coverage.farthest_held_out.value_or(nearest), nearest);
    coverage.nearest_held_out = std::min(coverage.nearest_held_out.value_or(nearest), nearest);
  }
}

}  // namespace

PlanCoverage plan_coverage(const ReportData& data) {
  PlanCoverage coverage;
  for (const Knob& knob : data.dataset.rig.knobs) coverage.knobs.push_back(cover(data, knob));
  for (std::size_t i = 0; i < data.dataset.takes.size(); ++i) {
    SplitCount& count = coverage.splits[data.dataset.takes[i].planned.split];
    ++count.planned;
    if (take_state(data, i) == TakeState::Accepted) ++count.accepted;
  }
  correlate_pairs(data, coverage);
  measure_held_out(data, coverage);
  return coverage;
}

double position(const Knob& knob, const Setting& setting) {
  const auto found = setting.find(knob.id);
  return found == setting.end() ? kNaN : normalised(knob, found->second);
}

}  // namespace ampsweep::rig
