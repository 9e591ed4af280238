// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/report/report_data.hpp"
#include "rig/report/report_summary.hpp"

namespace ampsweep::rig {

/// Parts of the page that are text: HTML fragments, every label escaped.
[[nodiscard]] std::string header_card(const ReportData& data, const ReportSummary& summary);
[[nodiscard]] std::string coverage_numbers(const ReportData& data);
[[nodiscard]] std::string method_notes(const ReportData& data);

}  // namespace ampsweep::rig
