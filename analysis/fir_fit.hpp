// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// Filters, one per sound, and a constant.
struct FirFit {
  std::vector<std::vector<double>> taps;
  double offset{0.0};
  int iterations{0};
  double left{0.0};  ///< Energy unexplained for want of steps, over that explained.
};

/// Least squares: the FIR filters and the constant whose sum comes closest to `target`.
///
///     min sum_n (target[n] - offset - sum_p sum_i h_p[i] x_p[n + taps - 1 - i])^2 + ridge |h|^2
///
/// The normal equations of exactly these rows (no window at the ends) are block Toeplitz less what
/// the rows beyond either end would add; conjugate gradients with all products by FFT,
/// preconditioned by the inverse of the smoothed cross-spectra. Time hardly depends on the length
/// of the sounds. `ridge` is 1e-10 of the sounds' mean energy.
///
/// Shape:    the first taps-1 samples of every sound are history: target has size - taps + 1.
/// Needs:    at least one sound, equal lengths, finite, not all silent; more rows than unknowns.
/// Accuracy: known filters are found with a relative error below 1e-6, below 1e-5 where the sound
///           spans 46 dB from low to high frequencies: tests/analysis/fir_fit_test.cpp.
/// Source:   Chan, Jin, "An Introduction to Iterative Toeplitz Solvers", SIAM 2007.
[[nodiscard]] FirFit fit_firs(const std::vector<std::vector<double>>& sounds,
                              std::span<const double> target, std::size_t taps);

}  // namespace ampsweep::analysis
