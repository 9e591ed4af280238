// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/fft.hpp"

namespace ampsweep::analysis {

/// Lag window whose transform is nowhere negative (Parzen). u: lag over the window's length, 0
/// .. 1.
[[nodiscard]] double parzen(double u);

/// Approximate inverse of X'X + ridge, X holding a sound and its taps-1 delayed copies: division by
/// the sound's energy spectrum, smoothed by a Parzen lag window. Symmetric and positive, for
/// preconditioning.
class SpectralInverse {
 public:
  /// `scale` multiplies the sound's energy.
  SpectralInverse(std::span<const double> sound, std::size_t taps, double scale);

  /// Diagonal of X'X, with the scale in it.
  [[nodiscard]] double energy() const { return energy_; }
  /// Needs: `taps` values, ridge > 0.
  [[nodiscard]] std::vector<double> apply(std::span<const double> x, double ridge);

 private:
  std::size_t taps_;
  RealFft fft_;
  std::vector<double> power_;
  double energy_{0.0};
};

}  // namespace ampsweep::analysis
