// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/dataset/dataset.hpp"

namespace ampsweep::rig {

/// dataset.json: rig, knobs, stimulus programme, levels, plan and counts. Keys:
/// docs/dataset-format.md. Depends on the dataset alone, so that a rebuild gives the same bytes.
[[nodiscard]] std::string dataset_json(const Dataset& dataset);

}  // namespace ampsweep::rig
