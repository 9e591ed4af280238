// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rig/model/knob.hpp"
#include "rig/model/plan.hpp"

namespace ampsweep::rig {

/// Pearson's r; none when either side does not vary (by more than the rounding of its mean). Equal
/// lengths; uses + - * / and sqrt only, so that plans are equal on every machine.
[[nodiscard]] std::optional<double> pearson(std::span<const double> x, std::span<const double> y);

struct TimeCorrelation {
  double largest{0.0};  ///< max |r| over the knobs.
  std::string knob;     ///< Id of the knob that has it; empty when none varies.
};

/// How far drift could pass for a knob: for each knob Pearson's r between the position of a take in
/// the visiting order and the knob's value, over the **training** takes (what a model learns from;
/// reference takes and held-out takes count as time that passes, not as data). Takes last equally
/// long, so position stands for time. A knob that never moves has r = 0.
[[nodiscard]] TimeCorrelation time_correlation(const std::vector<Knob>& knobs,
                                               const std::vector<PlannedTake>& takes);

}  // namespace ampsweep::rig
