// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// Polynomials x, x^2 .. x^order, made orthogonal and of rms 1 on one sound: the same models as
/// powers, without their ill conditioning. No constant term: silence stays silence.
///
/// Source: Stieltjes' procedure (each power is x times the one before, made orthogonal).
class OrthogonalPowers {
 public:
  /// Stops early when the sound has too few different values. Needs: a sound with energy.
  OrthogonalPowers(std::span<const double> sound, std::size_t order);

  [[nodiscard]] std::size_t order() const { return norms_.size(); }
  /// The polynomials of another sound, one vector each.
  [[nodiscard]] std::vector<std::vector<double>> of(std::span<const double> sound) const;

 private:
  std::vector<double> norms_;
  std::vector<std::vector<double>> shares_;  ///< [k][j]: of polynomial j in x times k-1.
};

}  // namespace ampsweep::analysis
