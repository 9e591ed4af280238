// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

#include "rig/dataset/dataset.hpp"

namespace ampsweep::rig {

/// When an attempt was begun, to be compared with `<`: the stream epoch first, as the computer's
/// clock may have been set back since the one before; then the time of day, which some clocks tell
/// in whole seconds; then the plan's order.
using CaptureTime = std::tuple<int, std::string, int>;
[[nodiscard]] CaptureTime captured_at(const AttemptRecord& record);

/// Positions in dataset.takes of the takes that are accepted, as they were captured.
[[nodiscard]] std::vector<std::size_t> capture_order(const Dataset& dataset);

}  // namespace ampsweep::rig
