// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "rig/dataset/json.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// Sets `NAME_dbfs_peak`, and `NAME_volts_rms` and `NAME_dbu` where the full scale is known (null
/// where it is not).
void set_level(Json& json, const std::string& name, DbFsPeak level,
               const std::optional<Volts>& full_scale);

/// "-12.00 dBFS peak, 1.11 V rms (+3.12 dBu)", the volts where the full scale is known.
[[nodiscard]] std::string level_text(DbFsPeak level, const std::optional<Volts>& full_scale);

/// "-12.34" right-aligned in `width`, "-" for what is not known, never "-0.00".
[[nodiscard]] std::string cell(double value, int width, int decimals);

}  // namespace ampsweep::rig
