// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/formats/export_plan.hpp"

namespace ampsweep::rig::formats {

/// One object of "Data Sets"; adds its four files to the plan. Targets are called
/// `<target_name>_train.wav` and `_test.wav`.
[[nodiscard]] Json guitarml_entry(const ExportJob& job, const ChosenTake& take,
                                  std::vector<double> parameters, const std::string& target_name,
                                  ExportPlan& plan);

/// Configs/NAME.json of dist_model_recnet.py -l NAME: a recurrent net over sound and `knobs` knobs.
[[nodiscard]] TextFile guitarml_config(const ExportJob& job, std::size_t knobs);

}  // namespace ampsweep::rig::formats
