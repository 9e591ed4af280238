// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/pair_response.hpp"
#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Of answering band, below which no delay is told.
inline constexpr double kLeastOctaves = 2.0;

/// Delay of a response beyond what its own magnitude explains.
struct ExcessDelay {
  double samples{0.0};       ///< Best guess.
  double from_samples{0.0};  ///< The true delay is meant to lie between these in 95 of 100 cases.
  double to_samples{0.0};
  int polarity{0};  ///< 1, -1.
  double lowest_hz{0.0};
  double highest_hz{0.0};
};

/// Amps, tone stacks and speakers are close to minimum phase: their magnitude tells their phase
/// (Hilbert transform of its logarithm). What delay is left is that of converters, buffers and a
/// misaligned file. No loopback, no marker; distortion only makes the response noisier (Bussgang:
/// the mean linear response of filter, curve, filter is that of the two filters).
///
/// Between bins that answer the magnitude is taken as straight over ln f, because a sound of a few
/// notes tells it at their harmonics alone. What it does above the highest frequency that answers
/// is not known; a low-pass there delays by a share of that frequency's period. A clipper flattens
/// magnitudes and leaves phases: up to two high-passes are fitted beside the delay, and low-passes
/// count as doubt. Hence the interval: from `samples` less 0.22 to plus 0.2 of that period, 0.75
/// sample more on either side, and 8 samples times what the coherence lacks to one before it.
///
/// Units:    samples later than the place where the response's blocks were taken, within +- 2 ms.
/// Accuracy: a one-pole heard through the harmonics of one note: within its interval;
///           tests/analysis/excess_delay_test.cpp. Of amps: blind_alignment.hpp, as a whole.
/// Source:   Oppenheim, Schafer, Discrete-Time Signal Processing, ch. 12 (cepstral minimum phase);
///           Bussgang 1952.
/// Needs:    the response of one shape, the sound itself.
/// Refuses:  NoMatch: no band of two octaves (kLeastOctaves) answers.
/// Thread:   any.
[[nodiscard]] Measured<ExcessDelay> excess_delay(const ResponseSpectrum& spectrum, SampleRate rate);

}  // namespace ampsweep::analysis
