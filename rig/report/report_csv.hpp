// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/report/report_data.hpp"

namespace ampsweep::rig {

/// Tables for a spreadsheet or a script: RFC 4180, UTF-8, LF line ends, one header row, units in
/// the column names, columns in docs/report.md. An empty cell is a figure that cannot be given.
/// Text that a spreadsheet would run as a formula is defused (csv_text in
/// rig/model/csv_cell.hpp).
[[nodiscard]] std::string takes_csv(const ReportData& data);      ///< One row per planned take.
[[nodiscard]] std::string delay_csv(const ReportData& data);      ///< Accepted takes in time order.
[[nodiscard]] std::string response_csv(const ReportData& data);   ///< Take x frequency, order 1.
[[nodiscard]] std::string harmonics_csv(const ReportData& data);  ///< Take x order x frequency.

}  // namespace ampsweep::rig
