// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "rig/capture/listen.hpp"
#include "rig/model/plan.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

/// Behind a real load nothing loud is played while the amp does not answer a quiet chirp, unless a
/// gain or level knob stands at its silent end. Fault: TapLow.
[[nodiscard]] Result<void> require_answer(const Rig& rig, const Setting& setting,
                                          const TapReading& reading);

/// The quiet chirp at the lowest and highest value a moving knob comes to (reach_of): what the tap
/// may do during the take. Nothing for a take that stands still. Moves the knobs.
/// Faults: those of moving, listening and require_answer().
[[nodiscard]] Result<std::vector<TapReading>> hear_reach(Bench& bench, const Rig& rig,
                                                         const PlannedTake& take,
                                                         const std::stop_token& stop);

/// What either allows. Of equal lengths.
[[nodiscard]] TapCorridor united(TapCorridor a, const TapCorridor& b);

/// Labels of a take during which a knob moves: that knob's uncertainty grows by how far the
/// trajectory is from its start (RMS over the stimulus, share of the travel). Others stay.
[[nodiscard]] std::vector<KnobLabel> blurred(std::vector<KnobLabel> labels, const Rig& rig,
                                             const PlannedTake& take, Seconds stimulus);

}  // namespace ampsweep::rig
