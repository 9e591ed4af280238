// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "analysis/sweep_distortion.hpp"
#include "analysis/warm_up.hpp"
#include "rig/dataset/dataset.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// What the takes at one setting say about the amp as time passes.
struct ReferenceSeries {
  Setting setting;
  Hertz at;  ///< Frequency at which gain and THD were read.
  std::vector<int> takes;
  std::vector<analysis::ReferenceReading> readings;  ///< In order of time, from the first one on.
};

/// Gain and THD of one take. thd_f_db is NaN below its limit.
struct SweepReading {
  double gain_db{0.0};
  double thd_f_db{0.0};
};
/// NaN below the limit of what was measured.
[[nodiscard]] double thd_above_limit(const analysis::DistortionPoint& point);

/// Of an accepted take; empty when its sweep cannot be measured, which leaves the take out.
using ReadSweep = std::function<Result<std::optional<SweepReading>>(const AttemptRecord&)>;

/// The series of the accepted takes at the plan's reference setting, in order of time; delay
/// relative to the first such take of its stream epoch.
///
/// Faults: FormatMismatch (a start time that is none), of `read`.
[[nodiscard]] Result<ReferenceSeries> reference_series(const Dataset& dataset, Hertz at,
                                                       const ReadSweep& read);

/// Done and total takes.
using ReferenceProgress = std::function<void(int, int)>;

/// The same read from the takes' files. Works on training datasets and on measurements alike.
///
/// Faults: FormatMismatch (no sweep in the stimulus), of reference_series() and read_take(),
/// Stopped. Proof:  tests/rig/cli/warm_up_test.cpp, on the simulated bench with a known warm-up.
[[nodiscard]] Result<ReferenceSeries> reference_readings(const Dataset& dataset, Hertz at,
                                                         const ReferenceProgress& progress,
                                                         const std::stop_token& stop);

}  // namespace ampsweep::rig
