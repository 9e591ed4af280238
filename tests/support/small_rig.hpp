// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::test {

/// Simulated rig with two knobs (gain, treble), a loopback, a clean interface with a latency of
/// 1000.37 samples: what capture tests start from.
[[nodiscard]] rig::Rig small_rig();

/// Four takes: reference, two training settings, one held out.
[[nodiscard]] rig::Plan small_plan(const rig::Rig& rig);

/// 9 s: two markers, a 2 s sweep, 1 s validation twice, 2 s training.
[[nodiscard]] signals::Stimulus small_stimulus();

}  // namespace ampsweep::test
