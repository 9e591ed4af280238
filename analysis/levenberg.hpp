// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

namespace ampsweep::analysis {

/// Residuals and, row by row, their derivatives by each unknown.
struct Residuals {
  std::vector<double> values;
  std::vector<double> jacobian;  ///< values.size() rows of one column per unknown.
};

/// Unknowns stay inside [low, high].
struct LevenbergProblem {
  std::vector<double> start;
  std::vector<double> low;
  std::vector<double> high;
  std::function<Residuals(const std::vector<double>&)> residuals;
  int most_steps{200};
};

struct LevenbergResult {
  std::vector<double> unknowns;
  double cost{0.0};           ///< Sum of squared residuals.
  std::vector<double> sigma;  ///< One standard deviation each, from the residuals' own scatter;
                              ///< infinite where the unknown has no effect or stands at a bound,
                              ///< huge where two unknowns stand for each other.
  int steps{0};
  bool converged{false};
};

/// Nonlinear least squares by Levenberg and Marquardt with projection onto the bounds:
/// deterministic, no randomness, no clock.
///
/// Needs:    start inside the bounds; more residuals than unknowns.
/// Accuracy: finds the closed-form minimum of Rosenbrock's valley and of a line to 1e-6;
///           tests/analysis/levenberg_test.cpp.
/// Source:   Marquardt, J. SIAM 11 (1963); scaling by the diagonal.
[[nodiscard]] LevenbergResult levenberg(const LevenbergProblem& problem);

}  // namespace ampsweep::analysis
