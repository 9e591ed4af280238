// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "rig/model/result.hpp"
#include "rig/report/collect_report.hpp"
#include "rig/report/report_summary.hpp"

namespace ampsweep::rig {

/// What `report` wrote, all under DIR/report/.
struct ReportFiles {
  std::filesystem::path html;
  std::filesystem::path json;
  std::vector<std::filesystem::path> csv;  ///< takes, delay, response, harmonics
  ReportSummary summary;                   ///< Counts and the verdict in words, for the terminal.
};

/// Measures the dataset in `dir` and writes report/index.html, report.json and four CSV files.
///
/// Promise: each file is replaced whole or stays as it was; index.html is the last. Equal datasets
///          give equal bytes, whatever the threads did (tests/rig/report/write_report_test.cpp).
///          A missing or damaged take is a row of the report, not a failure.
/// Faults:  DiskFull, WriteFailed (also when DIR/report is a link or not a folder); Stopped.
/// Throws:  what open_dataset throws.
/// Thread:  control; seconds per hundred takes.
[[nodiscard]] Result<ReportFiles> write_report(const std::filesystem::path& dir,
                                               const ReportOptions& options = {},
                                               const ReportProgress& progress = {});

}  // namespace ampsweep::rig
