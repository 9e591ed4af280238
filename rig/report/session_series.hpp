// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "rig/report/report_data.hpp"

namespace ampsweep::rig {

/// One accepted take (its file sound or not) where it stands in time.
struct SessionPoint {
  std::size_t index{0};  ///< Into ReportData::dataset.takes.
  int sequence{0};       ///< 1-based, in order of sounding.
  int epoch{0};
  double delay_deviation_samples{0.0};  ///< From the first accepted take of its stream epoch.
};

/// Accepted takes in the order they sounded: by start time, then plan order.
[[nodiscard]] std::vector<SessionPoint> session_points(const ReportData& data);

/// How far the amp has moved away from the session's first reference take.
struct ReferenceDrift {
  std::size_t index{0};
  int sequence{0};
  double level_db{0.0};       ///< Mean over third octaves of the linear response, 100 Hz - 5 kHz.
  double worst_band_db{0.0};  ///< Third octave that moved most, with its sign.
  double worst_band_hz{0.0};
};

/// Measured reference takes after the first one of each setting, in time order; the first is listed
/// with zeros. Takes without a response are left out.
[[nodiscard]] std::vector<ReferenceDrift> reference_drift(const ReportData& data);

}  // namespace ampsweep::rig
