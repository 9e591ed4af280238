// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/measure/measure_part.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ampsweep::rig::gui {

std::string ratio_text(double ratio, bool measured) {
  if (!std::isfinite(ratio)) return "not measured";
  return fmt::format("{}{:.4g} % ({:.2f} dB)", measured ? "" : "< ", 100.0 * ratio,
                     20.0 * std::log10(ratio));
}

std::string with_sigma(double value, double sigma, const char* unit) {
  if (!std::isfinite(value)) return "not measured";
  return fmt::format("{:.2f} {} +- {:.2g}", value, unit, sigma);
}

}  // namespace ampsweep::rig::gui
