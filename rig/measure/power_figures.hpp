// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "analysis/level_curve.hpp"
#include "analysis/power.hpp"
#include "rig/model/bench_volts.hpp"

namespace ampsweep::rig {

/// What the amp gives into its load at one frequency, and what it needs for that.
struct PowerFigures {
  Hertz frequency;
  analysis::Measured<std::vector<analysis::PowerAtThd>> at_thd;  ///< 1, 5 and 10 %.
  /// Input at which the rated power is reached; empty: no rated power is stated.
  std::optional<analysis::Measured<analysis::Crossing>> sensitivity;
};

/// The way up of a ladder in volts at the load: of the fundamental. Steps that clip are left out;
/// where THD is below its detection limit, the limit stands.
[[nodiscard]] std::vector<analysis::DrivePoint> drive_points(const analysis::LevelCurve& curve,
                                                             Volts full_scale_at_load);

/// Empty where the volts at the load are not known.
/// Proof: tests/rig/measure/power_figures_test.cpp.
[[nodiscard]] std::optional<PowerFigures> power_figures(const analysis::LevelCurve& curve,
                                                        const BenchVolts& volts);

}  // namespace ampsweep::rig
