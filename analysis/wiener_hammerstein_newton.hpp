// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/fir_bank.hpp"
#include "analysis/spectral_inverse.hpp"
#include "analysis/wiener_hammerstein.hpp"

namespace ampsweep::analysis {

/// A Wiener-Hammerstein model linearised around its present state: what small changes of the first
/// filter, the curve's weights, the second filter and the offset (one vector, in this order) do to
/// the output.
class WienerTangent {
 public:
  /// `bank`: the sound for the first filter; `v`: its output now; `curve_factor`: Cholesky factor
  /// of the curve's normal equations, about right.
  WienerTangent(const WienerHammerstein& model, FirBank& bank, std::span<const double> sound,
                std::span<const double> v, std::span<const double> curve_factor);

  [[nodiscard]] std::vector<double> forth(std::span<const double> change);
  [[nodiscard]] std::vector<double> back(std::span<const double> rows);
  /// Damped least-squares change for what is left of the target.
  [[nodiscard]] std::vector<double> solve(std::span<const double> residual, double damping);

 private:
  [[nodiscard]] std::vector<double> precondition(std::span<const double> x, double damping);

  std::size_t pre_taps_;
  std::size_t post_taps_;
  std::size_t rows_;
  FirBank& bank_;
  std::vector<SplineCurve::Place> places_;
  std::vector<double> slope_;
  FixedFir post_;
  FirBank bent_;  ///< The curve's output, for the second filter.
  SpectralInverse pre_inverse_;
  SpectralInverse post_inverse_;
  std::span<const double> curve_factor_;
};

/// Model with a change of WienerTangent added.
[[nodiscard]] WienerHammerstein changed(const WienerHammerstein& model,
                                        std::span<const double> change);

}  // namespace ampsweep::analysis
