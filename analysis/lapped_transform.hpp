// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "analysis/fft.hpp"

namespace ampsweep::analysis {

/// Windows of the lapped transforms that coders use, 2 n samples; w[i]^2 + w[i + n]^2 = 1.
enum class LappedWindow {
  Sine,    ///< AAC.
  Kaiser,  ///< AAC: Kaiser-Bessel derived, alpha 4.
  Vorbis,  ///< sin(pi/2 sin^2).
};
[[nodiscard]] std::vector<double> lapped_window(LappedWindow window, std::size_t n);

/// Modified discrete cosine transform: 2 n samples to n coefficients,
/// X[k] = sum w[i] x[i] cos(pi/n (i + 1/2 + n/2)(k + 1/2)).
///
/// Accuracy: 1e-9 of the largest against the sum; tests/analysis/lapped_transform_test.cpp.
/// Source:   Princen, Bradley, IEEE Trans. ASSP 34 (1986); by a DCT-IV of n/2 complex points.
class LappedTransform {
 public:
  /// Needs: n a multiple of 4.
  LappedTransform(LappedWindow window, std::size_t n);
  [[nodiscard]] std::size_t size() const { return n_; }
  /// Of x[0 .. 2 n - 1]; the answer holds until the next call.
  [[nodiscard]] std::span<const double> transform(std::span<const float> x);

 private:
  std::size_t n_;
  std::vector<double> window_;
  std::vector<std::complex<double>> before_;  ///< Turns of the points before the transform,
  std::vector<std::complex<double>> after_;   ///< and after it.
  std::vector<double> folded_;
  std::vector<double> out_;
  RealFft even_;  ///< Real parts,
  RealFft odd_;   ///< and imaginary ones, of the complex points.
};

}  // namespace ampsweep::analysis
