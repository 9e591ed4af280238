// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace ampsweep::rig {

/// One text cell: `'` in front of a leading = + - @ tab or CR (a spreadsheet would run it as a
/// formula), quotes where RFC 4180 needs them.
[[nodiscard]] std::string csv_text(const std::string& text);

/// One number: shortest form that reads back to the same double; empty when it is not finite.
[[nodiscard]] std::string csv_number(double value);

}  // namespace ampsweep::rig
