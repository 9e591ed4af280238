// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "rig/model/result.hpp"
#include "rig/model/rig.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

/// Before anything loud: is the load there? At the quietest setting of gain and level; an amp that
/// is mute there is tried at `reference`. Moves the knobs.
///
/// Faults: TapLow (nothing answers), those of move_knobs() and probe_load().
[[nodiscard]] Result<void> probe_quietly(Bench& bench, const Rig& rig, const Setting& reference,
                                         const std::stop_token& stop);

}  // namespace ampsweep::rig
