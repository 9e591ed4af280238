// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/capture/knob_ear.hpp"
#include "rig/dataset/knob_sounds.hpp"

namespace ampsweep::rig {

/// What a knob that does not do as it is told does instead.
enum class KnobTrouble { Dead, Reversed, Swapped, Misplaced };

struct KnobProof {
  KnobTrouble trouble{KnobTrouble::Misplaced};
  KnobBlame blame;    ///< Of Misplaced; else `blame.knob` alone counts.
  std::string other;  ///< Of Swapped: the knob that its command turns.
  [[nodiscard]] bool certain() const { return trouble != KnobTrouble::Misplaced; }
};

/// Proves the knobs where their sound is known: every one is taken, alone, from the reference to
/// the heard position that changes the sound most, and what comes back is held against its curve.
/// There a setting is not met for the first time, so even small errors show, and dead, reversed and
/// swapped controls are told apart by which sound it is.
///
/// Time:   a move and 2.5 s a knob. Knobs turned by hand are left alone. The knobs must stand at
///         the reference; afterwards all but the last are back there.
/// Faults: those of moving and listening.
[[nodiscard]] Result<std::vector<KnobProof>> check_knobs(Bench& bench, const Rig& rig,
                                                         const HeardCurves& curves, KnobEar& ear,
                                                         const std::stop_token& stop);

/// The same decision about one sound: `knob` was told to stand at `at`, the others at the
/// reference; `uncertainty` of the labels, one sigma. Empty: it does.
[[nodiscard]] std::optional<KnobProof> proof_of(const Rig& rig, const KnobSounds& sounds,
                                                const HeardCurve& curve, std::size_t at,
                                                const Positions& home, const KnobPrint& heard,
                                                const Positions& uncertainty);

/// "treble does not follow: ...", for a person.
[[nodiscard]] Fault fault_of(const Rig& rig, const KnobProof& proof);

}  // namespace ampsweep::rig
