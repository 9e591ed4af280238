// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/formats/nam_entry_check.hpp"

namespace ampsweep::rig::formats {

/// A list becomes one ConcatDataset: all its ny and rates must be equal. Findings: concat_ny,
/// concat_rate. Source: training-formats.md 2.1 (neural-amp-modeler e296039, nam/data.py 845-860).
void check_nam_concat(CheckContext& check, const std::string& where,
                      const std::vector<NamSlice>& slices);

/// The trainer takes the rate of the training sound for the model and never compares. Finding:
/// wrong_rate.
void check_rates_agree(CheckContext& check, const std::string& file,
                       const std::vector<NamSlice>& train, const std::vector<NamSlice>& validation);

/// A model is validated on what it was trained with, and so looks better than it is. Finding: leak,
/// for each stretch of validation that shares samples of one target with training.
void check_parts_apart(CheckContext& check, const std::string& file,
                       const std::vector<NamSlice>& train, const std::vector<NamSlice>& validation);

}  // namespace ampsweep::rig::formats
