// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include "rig/dataset/dataset.hpp"
#include "rig/measure/knob_effects.hpp"
#include "rig/measure/take_measurement.hpp"

namespace ampsweep::rig {

/// Where a measurement was taken, for its document.
struct MeasuredAt {
  const Dataset& dataset;
  const AttemptRecord& attempt;
};

/// measure/NNNNN.json (schema "ampsweep-measurement-1"): setting, levels, and every part's figures
/// with method and doubt; a part that was refused says why. Keys: docs/measurement/suite.md.
[[nodiscard]] nlohmann::ordered_json measurement_json(const TakeMeasurement& measured,
                                                      const MeasuredAt& at);

/// measure/knobs.json (schema "ampsweep-knobs-1").
[[nodiscard]] nlohmann::ordered_json knobs_json(const std::vector<KnobEffects>& effects);

}  // namespace ampsweep::rig
