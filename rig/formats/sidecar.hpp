// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/formats/export_plan.hpp"

namespace ampsweep::rig::formats {

/// ampsweep.json: everything the format cannot carry, as schema "ampsweep-export-1": knobs with
/// labels and ranges, every take's files, exact labels with their doubt, what was measured, levels
/// in dBu, what was rounded or left out. No trainer reads it; docs/export.md has the keys.
[[nodiscard]] std::string sidecar_text(const ExportJob& job, const ExportPlan& plan);

/// README.md of the export: what it is, what it lacks, how to train with it.
[[nodiscard]] std::string export_readme(const ExportJob& job, const ExportPlan& plan);

/// What a .nam file can say about one take: the keys of NAM's user metadata as far as they are
/// known (gear_model, levels in dBu), and under "ampsweep" which setting it is, the delay that was
/// removed and the ESR nobody can beat. Level of the input: of a sine at 0 dBFS peak in input.wav
/// at the amp's jack, the digital gain of the send included. `output`: one of outputs_of(); level,
/// gear type and ESR were measured of the main one and are left out of any other. `reverse`: the
/// model takes the amp's sound and gives the dry one; the levels change places, and gear type and
/// ESR are left out.
[[nodiscard]] Json nam_metadata_of(const Dataset& dataset, const ChosenTake& take,
                                   const std::string& output, bool reverse);

/// {"gain": 5.0, ...}: printed values.
[[nodiscard]] Json printed_setting(const Dataset& dataset, const ChosenTake& take);

}  // namespace ampsweep::rig::formats
