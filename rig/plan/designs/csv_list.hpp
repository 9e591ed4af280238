// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// Settings of a CSV text: a header line of knob ids, then a setting a line; commas, optional
/// double quotes (doubled inside quotes), LF or CRLF. A switch may be given by position name. Knobs
/// without a column take their value from `fixed`.
///
/// Shape:   complete settings, values as the knobs can take them (nearest step), in file order.
/// Refuses: SetupError{Data} "FILE:LINE: ...": unknown, double or missing columns, a column that is
///          also fixed, wrong field counts, no number, out of range, no row, more than 5000 rows.
[[nodiscard]] std::vector<Setting> csv_settings(const std::string& text, const std::string& file,
                                                const std::vector<Knob>& knobs,
                                                const Setting& fixed);

}  // namespace ampsweep::rig
