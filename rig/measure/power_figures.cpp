// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/power_figures.hpp"

#include <cmath>

#include "signals/calibration.hpp"

namespace ampsweep::rig {

std::vector<analysis::DrivePoint> drive_points(const analysis::LevelCurve& curve,
                                               Volts full_scale_at_load) {
  std::vector<analysis::DrivePoint> points;
  for (const analysis::LevelStep& step : curve.up) {
    const double thd_db = std::isfinite(step.thd_f_db) ? step.thd_f_db : step.thd_f_limit_db;
    if (step.clipped || !std::isfinite(step.output.value()) || !std::isfinite(thd_db)) continue;
    points.push_back(
        {step.input, volts_of_sine(step.output, full_scale_at_load), ratio(Decibels{thd_db})});
  }
  return points;
}

std::optional<PowerFigures> power_figures(const analysis::LevelCurve& curve,
                                          const BenchVolts& volts) {
  if (!volts.at_load) return std::nullopt;
  const auto points = drive_points(curve, *volts.at_load);
  PowerFigures figures{curve.frequency, analysis::power_at_thd(points, volts.load), {}};
  if (volts.rated > Watts{0.0}) {
    figures.sensitivity = analysis::input_sensitivity(points, volts.rated, volts.load);
  }
  return figures;
}

}  // namespace ampsweep::rig
