// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/kaiser.hpp"

#include <cmath>

namespace ampsweep::analysis {
namespace {

/// Modified Bessel function of order 0 by its power series, to double precision.
double bessel_i0(double x) {
  const double quarter = 0.25 * x * x;
  double term = 1.0;
  double sum = 1.0;
  for (int k = 1; term > 1e-17 * sum; ++k) {
    term *= quarter / (static_cast<double>(k) * static_cast<double>(k));
    sum += term;
  }
  return sum;
}

}  // namespace

double kaiser(double along, double beta) {
  if (std::abs(along) > 1.0) return 0.0;
  return bessel_i0(beta * std::sqrt(1.0 - along * along)) / bessel_i0(beta);
}

}  // namespace ampsweep::analysis
