// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/level_cells.hpp"

#include <fmt/format.h>

#include <cmath>

#include "signals/calibration.hpp"

namespace ampsweep::rig {

void set_level(Json& json, const std::string& name, DbFsPeak level,
               const std::optional<Volts>& full_scale) {
  json[name + "_dbfs_peak"] = number_or_null(level.value());
  const double volts = full_scale ? volts_of_sine(level, *full_scale).value() : std::nan("");
  json[name + "_volts_rms"] = number_or_null(volts);
  json[name + "_dbu"] = number_or_null(dbu_of(Volts{volts}).value());
}

std::string level_text(DbFsPeak level, const std::optional<Volts>& full_scale) {
  std::string text = fmt::format("{:.2f} dBFS peak", level.value());
  if (!full_scale) return text;
  const Volts volts = volts_of_sine(level, *full_scale);
  return text + fmt::format(", {:.4g} V rms ({:+.2f} dBu)", volts.value(), dbu_of(volts).value());
}

std::string cell(double value, int width, int decimals) {
  if (!std::isfinite(value)) return fmt::format("{:>{}}", "-", width);
  std::string text = fmt::format("{:.{}f}", value, decimals);
  const bool negative_zero = text.front() == '-' && text.find_first_of("123456789") == text.npos;
  return fmt::format("{:>{}}", negative_zero ? text.substr(1) : text, width);
}

}  // namespace ampsweep::rig
