// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/measure/knob_effects.hpp"
#include "rig/measure/take_measurement.hpp"

namespace ampsweep::rig {

/// One figure that can be held against a knob.
struct HeadlineFigure {
  std::string name;
  std::string unit;
  double value{0.0};  ///< NaN: not measured.
  Rises rises{Rises::Unknown};
};

/// The few figures of a take that every take of a programme has, in the same order: level and THD
/// of each tone, the sweep's response in the bass, the middle and the treble relative to its mean,
/// the small-signal gain, noise.
[[nodiscard]] std::vector<HeadlineFigure> headline_figures(const TakeMeasurement& measured);

/// The same of all settings, figure by figure.
[[nodiscard]] std::vector<FigureSeries> figure_series(const std::vector<TakeMeasurement>& all);

}  // namespace ampsweep::rig
