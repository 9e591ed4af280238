// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <numbers>

namespace ampsweep::analysis {

/// Where `f` is least in [low, high], for an `f` with one minimum there: the bracket shrinks by
/// 0.618 a step, one call of `f` each.
template <class Function>
[[nodiscard]] double golden_minimum(double low, double high, int steps, const Function& f) {
  double a = high - (high - low) / std::numbers::phi;
  double b = low + (high - low) / std::numbers::phi;
  double at_a = f(a);
  double at_b = f(b);
  for (int n = 0; n < steps; ++n) {
    if (at_a < at_b) {
      high = b;
      b = a;
      at_b = at_a;
      a = high - (high - low) / std::numbers::phi;
      at_a = f(a);
    } else {
      low = a;
      a = b;
      at_a = at_b;
      b = low + (high - low) / std::numbers::phi;
      at_b = f(b);
    }
  }
  return 0.5 * (low + high);
}

}  // namespace ampsweep::analysis
