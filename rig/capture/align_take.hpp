// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "rig/model/take.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// Where the delay of a take comes from (design.md decision 6).
struct TimeReference {
  /// With a loopback: amp path less loopback path, subtracted from nothing, added to the
  /// loopback's.
  double loopback_offset_samples{0.0};
  /// Without a loopback: the one delay of this stream epoch.
  std::optional<double> fixed_delay_samples;
};

/// How far a take may be off, in samples: design.md decision 8.
[[nodiscard]] double timing_limit(const Rig& rig, const Policy& policy);

/// A recording, measured and cut.
struct AlignedTake {
  TakeMeasurements measured;
  /// Output name -> samples as long as the stimulus; empty when no delay could be found.
  std::map<std::string, std::vector<double>> outputs;
  /// How each output but the first sounds; only what take_sound.hpp measures is set.
  std::map<std::string, TakeMeasurements> further;
  double timing_residual_samples{0.0};  ///< Worst marker, or 0.8 s of loopback, off the line.
  std::vector<Fault> faults;            ///< What measuring alone shows: slips, missing loopback.
  std::vector<Fault> warnings;          ///< What it shows that refuses no take.
};

/// What the amp's knobs do while a take plays.
enum class KnobsDuring { StandStill, OneMoves };

/// Measures `recording` against `stimulus` and cuts every output so that its sample n lines up with
/// stimulus sample n, later by the causality head-room. With a knob that moves there is no
/// replicate ESR: its passes differ by intent.
///
/// Drift beyond the timing limit is taken out by resampling and the take labelled so. A slip of the
/// amp channel alone is a fault while the amp stands still. A knob that moves takes the amp's own
/// delay with it, by more than half a sample for a tone control: then it is a warning, and slips
/// are told by the loopback.
/// Needs:   recording.channels in the order of rig.audio.inputs; first is the amp.
/// Thread:  control; seconds of work for long takes.
[[nodiscard]] AlignedTake align_take(const signals::Stimulus& stimulus, const Recording& recording,
                                     const Rig& rig, const Policy& policy,
                                     const TimeReference& reference,
                                     KnobsDuring knobs = KnobsDuring::StandStill);

}  // namespace ampsweep::rig
