// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/delay.hpp"
#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Delay of `reference` inside `recording` when both are long: estimate_delay() on the loudest 10 s
/// of the reference, looked for within +- 10 s of its own place.
///
/// Refuses: what estimate_delay refuses.
[[nodiscard]] Measured<DelayEstimate> delay_of_loudest(std::span<const float> reference,
                                                       std::span<const float> recording,
                                                       SampleRate rate);

/// Whole-sample place of the matched filter's peak, looked for as delay_of_loudest() does. Good
/// enough where distortion leaves no phase that fits a delay.
///
/// Refuses: Silent, NoMatch (no peak 8 times the rms of the correlation around it).
/// Needs:   finite sounds.
[[nodiscard]] Measured<SampleCount> coarse_delay_of_loudest(std::span<const float> reference,
                                                            std::span<const float> recording,
                                                            SampleRate rate);

/// Two sounds on one time axis: where both exist.
struct AlignedPair {
  std::vector<float> output;  ///< Moved.
  std::vector<float> target;  ///< As it was, cut to the overlap.
  SampleCount from{0};        ///< Place of the first sample in the target given.
  double applied_delay_samples{0.0};
  DelayEstimate found;
};

/// Moves `output` onto `target` by the delay found (AC coupling's share taken out of it; where the
/// polarity is unsure, the matched filter's peak instead). A delay within 4 sigma of a whole number
/// is taken as whole, so that samples are copied instead of interpolated. Polarity is reported, not
/// changed.
///
/// Accuracy: a copy at any fraction of a sample is brought back with an ESR below 1e-6 (seen: under
///           1e-9), a whole-sample copy with 0: tests/analysis/pair_alignment_test.cpp.
/// Limits:   sound above 0.477 x rate is attenuated by a fractional shift (analysis/realign).
/// Refuses:  what estimate_delay refuses; TooShort when less than 64 samples overlap.
[[nodiscard]] Measured<AlignedPair> align_pair(std::span<const float> output,
                                               std::span<const float> target, SampleRate rate);

/// Gain (negative: upside down) that brings `output` closest to `target`: <o,t> / <o,o>.
/// NaN for a silent output. Needs equal lengths.
[[nodiscard]] double best_gain(std::span<const float> output, std::span<const float> target);

}  // namespace ampsweep::analysis
