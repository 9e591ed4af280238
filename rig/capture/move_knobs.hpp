// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "rig/model/rig.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

/// Moves every knob of the rig; labels in the rig's order.
/// Faults: KnobNotReached, KnobDoubted, Stopped. Thread: control.
[[nodiscard]] Result<std::vector<KnobLabel>> move_knobs(Bench& bench, const Rig& rig,
                                                        const Setting& setting,
                                                        const std::stop_token& stop);

}  // namespace ampsweep::rig
