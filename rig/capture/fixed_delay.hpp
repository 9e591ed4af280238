// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "rig/capture/listen.hpp"
#include "rig/model/plan.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

/// The planned setting that distorts least: lowest gain knobs among those that sound. The plan's
/// reference setting where none does.
[[nodiscard]] Setting cleanest_setting(const Rig& rig, const Plan& plan);

/// What stands in for a loopback: the first arrival, in samples, of a quiet chirp at the cleanest
/// setting. Leaves the knobs at that setting. Faults: of moving and listening.
[[nodiscard]] Result<double> measure_fixed_delay(Bench& bench, const Rig& rig, const Plan& plan,
                                                 const std::stop_token& stop);

}  // namespace ampsweep::rig
