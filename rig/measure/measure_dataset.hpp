// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/measure/knob_effects.hpp"
#include "rig/measure/reference_readings.hpp"
#include "rig/measure/take_measurement.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// Names inside the dataset folder.
inline constexpr const char* kMeasureFolder = "measure";
inline constexpr const char* kKnobsFile = "knobs.json";
inline constexpr const char* kWarmUpFile = "warm-up.json";

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

/// What several takes say together. One of the two, or none for a single take.
struct TakesTogether {
  std::vector<KnobEffects> knobs;          ///< What each knob does, over different settings.
  std::optional<ReferenceSeries> warm_up;  ///< Of repeats of one setting, read at 1 kHz.
};
/// Faults: of reference_series().
[[nodiscard]] Result<TakesTogether> together(const Dataset& dataset,
                                             const std::vector<MeasuredTakeRecord>& takes);

/// Writes measure/NNNNN.json for each take, and knobs.json or warm-up.json for what they say
/// together; returns the files. Faults: DiskFull, WriteFailed.
[[nodiscard]] Result<std::vector<std::filesystem::path>> write_measurements(
    const Dataset& dataset, const std::vector<MeasuredTakeRecord>& takes, const TakesTogether& all);

}  // namespace ampsweep::rig
