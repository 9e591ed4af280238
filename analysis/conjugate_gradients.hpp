// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

namespace ampsweep::analysis {

struct GradientSolution {
  std::vector<double> x;
  int iterations{0};
  double left{0.0};  ///< Preconditioned energy of the residual over that of the right side.
};

/// Preconditioned conjugate gradients for A x = b, A and the preconditioner symmetric and positive.
/// Ends when `left` <= enough, after `most` steps, or where rounding lets nothing be gained.
///
/// Source: Hestenes, Stiefel 1952; Saad, "Iterative Methods for Sparse Linear Systems", 9.2.
template <class Multiply, class Precondition>
[[nodiscard]] GradientSolution conjugate_gradients(Multiply&& multiply, Precondition&& precondition,
                                                   std::vector<double> b, double enough, int most) {
  const auto inner = [](const std::vector<double>& p, const std::vector<double>& q) {
    return std::inner_product(p.begin(), p.end(), q.begin(), 0.0);
  };
  GradientSolution solution{std::vector<double>(b.size(), 0.0), 0, 0.0};
  std::vector<double> z = precondition(b);
  std::vector<double> direction = z;
  const double first = inner(b, z);
  double left = first;
  while (left > enough * first && solution.iterations < most) {
    const std::vector<double> image = multiply(direction);
    const double curvature = inner(direction, image);
    if (!(curvature > 0.0)) break;
    const double step = left / curvature;
    for (std::size_t i = 0; i < b.size(); ++i) {
      solution.x[i] += step * direction[i];
      b[i] -= step * image[i];
    }
    z = precondition(b);
    const double next = inner(b, z);
    for (std::size_t i = 0; i < z.size(); ++i) direction[i] = z[i] + next / left * direction[i];
    left = next;
    ++solution.iterations;
  }
  solution.left = first > 0.0 ? std::abs(left) / first : 0.0;
  return solution;
}

}  // namespace ampsweep::analysis
