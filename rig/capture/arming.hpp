// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "rig/ports/operator.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// What the operator is asked to confirm before the first sound: load, ohms, rating, amp power
/// where there is power, and the traps of the interface: the rig's list, or the usual ones of a
/// sound card. Empty in simulation, and on JACK without a load or a list.
[[nodiscard]] std::vector<std::string> arming_checklist(const Rig& rig);

/// Whether what follows needs to know amp path less loopback path.
enum class LoopbackOffset { Needed, Unused };

/// Freewheeling has no real time: heartbeat, xruns and duty mean nothing then.
/// Refuses: SetupError{Safety} for a rig with a sound card or a load. The simulated bench may.
void refuse_freewheel(const Rig& rig);
/// The same, and a plan with a moving knob, whose messages would come too late.
void refuse_freewheel(const Rig& rig, const Plan& plan);

/// Arms the session. Throws SetupError{Device} when the offset is needed and unknown, and
/// SetupError{Safety} when the operator does not confirm, when the load's
/// rating cannot stand the amp, or when the stimulus at its send gain would reach the ceiling.
void arm(const Rig& rig, const signals::Stimulus& stimulus, LoopbackOffset offset, Operator& person,
         const std::stop_token& stop);

/// The setting the rig is probed at: gain and level knobs at their minimum, the rest as in `from`.
[[nodiscard]] Setting quietest(const Rig& rig, const Setting& from);

}  // namespace ampsweep::rig
