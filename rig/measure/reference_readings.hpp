// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

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

/// Done and total takes.
using ReferenceProgress = std::function<void(int, int)>;

/// Gain and THD at the frequency nearest `at`, from the sweep in each accepted take at the plan's
/// reference setting; delay relative to the first such take of its stream epoch. Works on training
/// datasets and on measurements alike.
///
/// Faults: FormatMismatch (no sweep in the stimulus, a start time that is none), of read_take(),
///         Stopped. A take whose sweep cannot be measured is left out.
/// Proof:  tests/rig/cli/warm_up_test.cpp, on the simulated bench with a known warm-up.
[[nodiscard]] Result<ReferenceSeries> reference_readings(const Dataset& dataset, Hertz at,
                                                         const ReferenceProgress& progress,
                                                         const std::stop_token& stop);

}  // namespace ampsweep::rig
