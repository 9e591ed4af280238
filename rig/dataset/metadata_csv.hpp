// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"

namespace ampsweep::rig {

/// metadata.csv: one row per accepted take, in plan order. RFC 4180, UTF-8, LF line ends. Columns:
/// docs/dataset-format.md. Text cells that a spreadsheet would run as a formula are defused.
[[nodiscard]] std::string metadata_csv(const Dataset& dataset);

/// Column name of each knob: its id, or `knob_<id>` where that or one of its companions (`_norm`,
/// `_uncertainty`, `_source`) would repeat a column of `taken`.
[[nodiscard]] std::vector<std::string> knob_columns(const std::vector<Knob>& knobs,
                                                    std::set<std::string> taken);

}  // namespace ampsweep::rig
