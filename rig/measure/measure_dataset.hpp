// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/measure/knob_effects.hpp"
#include "rig/measure/take_measurement.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// Names inside the dataset folder.
inline constexpr const char* kMeasureFolder = "measure";
inline constexpr const char* kKnobsFile = "knobs.json";

/// One accepted take and what was measured from it.
struct MeasuredTakeRecord {
  const TakeRecord* take{nullptr};
  TakeMeasurement measured;
};

/// Done and total takes.
using MeasureProgress = std::function<void(int, int)>;

/// Measures every accepted take of a dataset that was captured with a suite, from its files alone:
/// so it can be done again, years later.
///
/// Faults: FormatMismatch when the dataset was not captured with a suite, or with another version's
///         programme; of read_take(); Stopped.
[[nodiscard]] Result<std::vector<MeasuredTakeRecord>> measure_dataset(
    const Dataset& dataset, const MeasureProgress& progress, const std::stop_token& stop);

/// Writes measure/NNNNN.json for each take and, when more than one setting was measured,
/// measure/knobs.json; returns the files. Faults: DiskFull, WriteFailed.
[[nodiscard]] Result<std::vector<std::filesystem::path>> write_measurements(
    const Dataset& dataset, const std::vector<MeasuredTakeRecord>& takes);

/// What the knobs do, told from all takes measured.
[[nodiscard]] std::vector<KnobEffects> effects_of(const Dataset& dataset,
                                                  const std::vector<MeasuredTakeRecord>& takes);

}  // namespace ampsweep::rig
