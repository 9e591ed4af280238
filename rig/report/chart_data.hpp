// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/dataset/json.hpp"
#include "rig/report/report_data.hpp"

namespace ampsweep::rig {

/// More takes than this: the page holds the curves of evenly spaced ones, and says so.
inline constexpr std::size_t kMostCurves = 1000;

/// What the page's own script draws from; assets/*.js read it. A figure that cannot be given is
/// null, never 0. About 5 kB a take.
[[nodiscard]] Json chart_data(const ReportData& data);

}  // namespace ampsweep::rig
