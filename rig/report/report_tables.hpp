// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/dataset/knob_truth.hpp"
#include "rig/report/report_data.hpp"

namespace ampsweep::rig {

/// Excitation frequency of the harmonic column of the take table: the middle of a guitar's range.
inline constexpr double kTableExcitationHz = 250.0;

/// Tables of the page: HTML fragments, every label escaped. Empty text: there is nothing to list.
[[nodiscard]] std::string takes_table(const ReportData& data);    ///< One row per planned take.
[[nodiscard]] std::string refused_table(const ReportData& data);  ///< Attempts that were refused.
[[nodiscard]] std::string missing_table(const ReportData& data);  ///< Takes without a sound file.
[[nodiscard]] std::string figures_table(const ReportData& data);  ///< Figures that cannot be given.
[[nodiscard]] std::string gates_table(const ReportData& data);    ///< Worst value of every gate.
/// What was heard against the labels, a row per knob.
[[nodiscard]] std::string knob_truth_table(const Dataset& dataset, const KnobTruth& truth);
/// Takes whose sound does not fit their label.
[[nodiscard]] std::string knob_findings_table(const Dataset& dataset, const KnobTruth& truth);
[[nodiscard]] std::string epochs_table(const ReportData& data);
[[nodiscard]] std::string events_table(const ReportData& data);
[[nodiscard]] std::string lost_table(const ReportData& data);  ///< Ledger rows not trusted.

}  // namespace ampsweep::rig
