// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/lag_line.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::analysis {

/// What is known of a loopback from its first marker.
struct LoopbackPath {
  double lag{0.0};  ///< Near the start of the take.
  int polarity{1};
  double noise_rms{0.0};  ///< In units of the stimulus: noise over gain.
};

/// The stimulus as a loopback returns it: through a first-order high-pass (none below 0.5 Hz).
[[nodiscard]] std::vector<double> through_ac_coupling(std::span<const float> stimulus,
                                                      double corner_hz, SampleRate rate);

/// How densely to read: every 85 ms, or every 341 ms for a first look.
enum class TrackDetail { Every, EveryFourth };

/// Delay of the recording about every 85 ms (in markers 21 ms) where the stimulus sounds, followed
/// along the take; where it jumps, it is looked for again within 0.2 s.
///
/// `expected` is through_ac_coupling() of the stimulus. Silence, noise, blocks on a slip and lone
/// tones (which cannot tell one period from the next) give no reading.
///
/// Shape: readings in order, position at the middle of the block.
/// Cost:  0.1 s for 60 s of sound.
[[nodiscard]] std::vector<LagReading> track_lag(const signals::Stimulus& stimulus,
                                                std::span<const double> expected,
                                                std::span<const float> recording,
                                                const LoopbackPath& path,
                                                TrackDetail detail = TrackDetail::Every);

}  // namespace ampsweep::analysis
