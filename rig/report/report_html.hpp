// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/report/report_data.hpp"

namespace ampsweep::rig {

/// The whole report as one HTML file that opens offline: style, script and data are inside, and a
/// content policy forbids the page every network access. Tables are readable without scripts.
///
/// Size:    0.25 MB plus about 7 kB a take.
/// Promise: depends on `data` alone; no text of a rig, plan or fault can become markup or script
///          (tests/rig/report/report_html_test.cpp).
[[nodiscard]] std::string report_html(const ReportData& data);

}  // namespace ampsweep::rig
