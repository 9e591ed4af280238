// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "analysis/refusal.hpp"
#include "analysis/sound_check.hpp"  // IWYU pragma: export (error_to_signal)
#include "analysis/stft_distance.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// How far `output` (a model's, or a second take) is from `target`, in the trainers' terms. Every
/// ratio is one of powers, without the epsilon that some trainers add to the denominator.
struct ErrorMeasures {
  double esr{0.0};                  ///< sum (o-t)^2 / sum t^2: NAM's ESR, error_to_signal().
  double esr_sigma{0.0};            ///< How far the ESR of other sound of this kind would scatter.
  double esr_preemphasis_085{0.0};  ///< ESR of y[n] - 0.85 y[n-1]: NAM, GuitarML.
  double esr_preemphasis_095{0.0};  ///< ESR of y[n] - 0.95 y[n-1]: Wright 2019, PedalNetRT.
  double esr_a_weighted{0.0};       ///< Both spectra through the A curve.
  double dc{0.0};                   ///< (mean o - mean t)^2 / mean t^2: GuitarML's DC term.
  double mae{0.0};                  ///< Mean |o - t|, full scale = 1.
  MultiResolutionStft mrstft;
  MultiResolutionStft mrstft_preemphasis_085;  ///< Of y[n] - 0.85 y[n-1]: NAM's cab fitting.
};

/// All of them.
///
/// Units:    both sounds at `rate`, aligned, equal lengths (assert).
/// Accuracy: arithmetic, 1e-9 relative against sums written out from the definitions; A weighting
///           within 0.1 dB of the IEC 61672 table: tests/analysis/error_measures_test.cpp.
/// Limits:   esr_a_weighted is of the stretch as cut: a cut through loud sound adds a click to
///           both spectra. The sigma comes from leaving out one tenth at a time, and is NaN below
///           1 s; it does not cover what the whole stretch has in common (a wrong gain, a delay).
/// Refuses:  TooShort, Silent (target), NotFinite, BadParameter.
/// Source:   nam/models/losses.py; CoreAudioML training.py; Wright, Välimäki 2019, arXiv
///           1911.08922; measurement.md 4.4.
[[nodiscard]] Measured<ErrorMeasures> error_measures(std::span<const float> output,
                                                     std::span<const float> target,
                                                     SampleRate rate);

/// ESR after the first-order pre-emphasis y[n] - coefficient * y[n-1]; the first sample, which has
/// no past, is left out (as NAM does). NaN when nothing of the target is left. Needs equal lengths.
[[nodiscard]] double preemphasised_esr(std::span<const float> output, std::span<const float> target,
                                       double coefficient);

/// ESR of both spectra through the A curve. NaN for a silent target. Needs equal lengths.
[[nodiscard]] double a_weighted_esr(std::span<const float> output, std::span<const float> target,
                                    SampleRate rate);

/// Jackknife over ten equal stretches. NaN below 1 s. Needs equal lengths.
[[nodiscard]] double esr_sigma(std::span<const float> output, std::span<const float> target,
                               SampleRate rate);

/// What a perfect model would reach against a recording whose noise has `noise_power`:
/// noise / recording. Both mean squares of the recording, its noise included.
/// Needs: recording_power > 0. Accuracy: tests/analysis/error_measures_test.cpp.
[[nodiscard]] double best_possible_esr(double noise_power, double recording_power);

/// ESR that two takes of the same thing have against each other if only noise tells them apart:
/// 2 x noise / recording, because both are noisy.
/// Needs: recording_power > 0. Accuracy: tests/analysis/error_measures_test.cpp.
[[nodiscard]] double predicted_replicate_esr(double noise_power, double recording_power);

/// ESR of take `a` against take `b` of the same thing (b in the denominator: NAM's replicate
/// check). NaN when b is silent. Needs equal lengths.
[[nodiscard]] double replicate_esr(std::span<const float> a, std::span<const float> b);

/// ESR that a misalignment of `delta_samples` alone causes in this target: (w_rms delta)^2, w_rms
/// being the rms frequency of its spectrum in rad/sample.
/// Needs: a target that is not silent. Accuracy: 3 % while below 0.01:
/// tests/analysis/error_measures_test.cpp.
[[nodiscard]] double misalignment_esr(std::span<const float> target, double delta_samples);

}  // namespace ampsweep::analysis
