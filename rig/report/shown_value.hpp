// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "rig/dataset/dataset.hpp"

namespace ampsweep::rig {

/// Where a knob stands in the tables of a report.
struct ShownValue {
  double printed{0.0};
  double normalised{0.0};
};

/// The label of the accepted attempt (what was set, or read back), without one that of the last
/// attempt; what the plan asks for only where nothing was attempted. Empty: neither names the knob.
[[nodiscard]] std::optional<ShownValue> shown_value(const TakeRecord& record, const Knob& knob);

}  // namespace ampsweep::rig
