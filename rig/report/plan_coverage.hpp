// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rig/report/report_data.hpp"

namespace ampsweep::rig {

/// How the plan covers one knob. Positions are normalised, 0..1 over the knob's range; reference
/// takes are left out, since they repeat one place.
struct KnobCoverage {
  std::string id;
  std::size_t positions{0};  ///< Different positions, all splits.
  double lowest{0.0};
  double highest{0.0};
  /// Between neighbouring training positions, ends of the range included.
  double largest_gap{0.0};
  /// Pearson, of position in the order with knob, over training takes; NaN when it stands still.
  double time_correlation{0.0};
  double accepted_share{0.0};  ///< Of the plan's different positions that have an accepted take.
};

struct SplitCount {
  std::size_t planned{0};
  std::size_t accepted{0};
};

struct PlanCoverage {
  std::vector<KnobCoverage> knobs;  ///< In the rig's order.
  std::map<Split, SplitCount> splits;
  double worst_pair_correlation{0.0};  ///< max |r| between two knobs over training settings.
  std::string worst_pair;              ///< "gain / treble"; empty with fewer than two knobs.
  /// Distance (largest knob difference, 0..1) of each held-out setting from its nearest training
  /// setting: the farthest and the nearest of them. None without held-out settings.
  std::optional<double> farthest_held_out;
  std::optional<double> nearest_held_out;
};

[[nodiscard]] PlanCoverage plan_coverage(const ReportData& data);

/// 0..1 position of one knob of a setting; NaN when the setting does not hold it.
[[nodiscard]] double position(const Knob& knob, const Setting& setting);

}  // namespace ampsweep::rig
