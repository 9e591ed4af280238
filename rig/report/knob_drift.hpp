// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/report/report_data.hpp"

namespace ampsweep::rig {

/// How much of the session's drift a model would take for one knob.
struct KnobDrift {
  std::string id;
  double correlation{0.0};    ///< Pearson's r of drift and knob; NaN when either stands still.
  double db_per_travel{0.0};  ///< Slope of the line through drift over knob, 0..1; NaN likewise.
};

/// Drift of each accepted training take, read off the line between the reference takes around it
/// (reference_drift(), in order of sounding; the nearest one before the first and after the last),
/// against each knob. In the rig's order; empty with fewer than two reference takes.
///
/// Proof: tests/report/knob_drift_test.cpp, drifts made equal to a knob and orthogonal to it.
[[nodiscard]] std::vector<KnobDrift> knob_drift(const ReportData& data);

/// HTML table of it; empty text when there is nothing to say.
[[nodiscard]] std::string knob_drift_table(const ReportData& data);

}  // namespace ampsweep::rig
