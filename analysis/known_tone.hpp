// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// A periodic sound of known frequency: x[n] = dc + Re sum over k of orders[k-1] exp(j k omega n).
struct KnownTone {
  double dc{0.0};
  std::vector<std::complex<double>> orders;  ///< Peak amplitude and phase at the first sample.
  double total_rms{0.0};                     ///< Of the samples, DC taken out.
  double residual_rms{0.0};                  ///< Of what no order explains.
  double sigma{0.0};                         ///< One sigma of the real part of every order (and,
                                             ///< divided by sqrt 2, of dc), as if the residual
                                             ///< were white.
  /// Share of the AC power that the orders explain; 0 for silence.
  [[nodiscard]] double explained() const;
};

/// Highest order of `omega` (rad per sample) that stays below 0.45 of the rate, at most `most`.
[[nodiscard]] int orders_in_band(double omega, int most);

/// Least squares on [1, cos k omega n, sin k omega n], k = 1 .. orders: exact for any frequency, on
/// or off a bin. The normal matrix is closed form (Dirichlet sums, time centred: cosines and sines
/// decouple).
///
/// Needs:    omega > 0, orders * omega < pi, at least two periods, finite samples.
/// Accuracy: amplitudes within 1e-7 of full scale from float32 samples, on and off bin, and |error|
///           consistent with sigma in white noise; tests/analysis/known_tone_test.cpp.
/// Source:   IEEE 1057 sine fit with known frequency, extended to harmonics; measurement.md 2.3.
/// Cost:     O(samples * orders).
[[nodiscard]] KnownTone fit_known_tone(std::span<const float> x, double omega, int orders);

}  // namespace ampsweep::analysis
