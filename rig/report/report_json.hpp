// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/report/report_data.hpp"

namespace ampsweep::rig {

/// report.json; keys in docs/report.md. A figure that cannot be given is null. Depends on `data`
/// alone: no path, no date of its own.
[[nodiscard]] std::string report_json(const ReportData& data);

}  // namespace ampsweep::rig
