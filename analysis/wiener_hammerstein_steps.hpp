// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/fir_bank.hpp"
#include "analysis/wiener_hammerstein.hpp"

namespace ampsweep::analysis {

/// The steps of fit_wiener_hammerstein() on one excerpt.
class WienerSteps {
 public:
  /// `sound` begins history() samples before the target's first row.
  WienerSteps(std::span<const double> sound, std::span<const double> target, std::size_t post_taps);

  /// A model with this first filter, the best second one and the best curve.
  [[nodiscard]] WienerHammerstein start(std::span<const double> pre);
  /// One damped Gauss-Newton step of everything together, then curve and second filter exactly.
  /// Returns the error, sum of squares over the rows.
  double round(WienerHammerstein& model);
  [[nodiscard]] double error(const WienerHammerstein& model);

 private:
  [[nodiscard]] std::vector<double> filtered(const WienerHammerstein& model);
  void improve_all(WienerHammerstein& model);
  void renew_curve(WienerHammerstein& model);
  void solve_curve(WienerHammerstein& model, std::span<const double> v);
  void solve_post(WienerHammerstein& model, std::span<const double> v);

  std::vector<double> sound_;
  std::vector<double> target_;
  std::size_t post_taps_;
  FirBank bank_;                      ///< The sound, for the first filter.
  std::vector<double> curve_factor_;  ///< Cholesky factor of the last curve's normal equations.
  double damping_{1e-4};
};

}  // namespace ampsweep::analysis
