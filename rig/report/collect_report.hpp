// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

#include "rig/model/result.hpp"
#include "rig/report/report_data.hpp"

namespace ampsweep::rig {

struct ReportOptions {
  int threads{0};        ///< 0: one per core.
  std::stop_token stop;  ///< Asked before every take.
};

/// Called after every take, from any of the threads but never from two at once.
using ReportProgress = std::function<void(std::size_t done, std::size_t total)>;

/// Measures every accepted take of a dataset from its takes/NNNNN.wav.
///
/// Memory:  one take per thread, however many takes there are.
/// Promise: the result does not depend on the number of threads or their timing; a file that is
///          missing, truncated, altered or of another format becomes TakeFigures::file_fault.
/// Faults:  Stopped.
[[nodiscard]] Result<ReportData> collect_report(Dataset dataset, const ReportOptions& options = {},
                                                const ReportProgress& progress = {});

}  // namespace ampsweep::rig
