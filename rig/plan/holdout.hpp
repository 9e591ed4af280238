// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "rig/plan/plan_spec.hpp"

namespace ampsweep::rig {

/// Share of an axis at each end that held-out settings keep clear of: what a model does at the
/// stops is for the corners to teach, what it does between settings is for these to judge.
inline constexpr double kHoldoutMargin = 0.1;

/// Settings to hold out: `spec.validation` and `spec.test` of them, drawn one after the other from
/// interior candidates, each as far as possible from every training setting and from those chosen
/// before (maximin, Euclidean over the axes' 0..1), given to validation and test in turn.
///
/// An axis without a value inside the margin (a switch, a knob of three positions) offers all
/// values. Never a training setting, nor one of `avoid` (the reference setting), nor one that an
/// avoid rule of the design covers. Fewer come back only when there are no more candidates.
[[nodiscard]] std::vector<PlannedSetting> held_out_settings(
    const DesignSpec& spec, const std::vector<PlannedSetting>& training,
    const std::vector<Setting>& avoid, std::uint64_t seed);

}  // namespace ampsweep::rig
