// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/levenberg.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>

#include "analysis/small_cholesky.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kSmallestGain = 1e-13;  ///< Relative fall of the cost that counts as arrived.
constexpr double kSmallestStep = 1e-11;  ///< Of the span between the bounds: arrived, too.
constexpr double kMostDamping = 1e12;
constexpr double kRidge = 1e-9;  ///< Of the diagonal.

double cost_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double v : values) sum += v * v;
  return sum;
}

/// J'J and J'r of the unknowns that may move; the others are frozen as unit rows.
struct MarquardtSlope {
  std::vector<double> matrix;
  std::vector<double> gradient;
  std::vector<bool> free;
};

bool held_by_bound(const LevenbergProblem& problem, const std::vector<double>& x, std::size_t i,
                   double gradient) {
  return (x[i] <= problem.low[i] && gradient > 0.0) || (x[i] >= problem.high[i] && gradient < 0.0);
}

MarquardtSlope marquardt_slope_of(const LevenbergProblem& problem, const std::vector<double>& x,
                                  const Residuals& residuals) {
  const std::size_t n = x.size();
  MarquardtSlope slope{std::vector<double>(n * n), std::vector<double>(n),
                       std::vector<bool>(n, true)};
  for (std::size_t row = 0; row < residuals.values.size(); ++row) {
    const double* j = &residuals.jacobian[row * n];
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = 0; b < n; ++b) slope.matrix[a * n + b] += j[a] * j[b];
      slope.gradient[a] += j[a] * residuals.values[row];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    slope.free[i] =
        slope.matrix[i * n + i] > 0.0 && !held_by_bound(problem, x, i, slope.gradient[i]);
    if (slope.free[i]) continue;
    for (std::size_t k = 0; k < n; ++k) slope.matrix[i * n + k] = slope.matrix[k * n + i] = 0.0;
    slope.matrix[i * n + i] = 1.0;
    slope.gradient[i] = 0.0;
  }
  return slope;
}

/// The damped step, clipped to the bounds.
std::vector<double> marquardt_step(const LevenbergProblem& problem, const std::vector<double>& x,
                                   const MarquardtSlope& slope, double damping) {
  const std::size_t n = x.size();
  std::vector<double> matrix = slope.matrix;
  for (std::size_t i = 0; i < n; ++i) matrix[i * n + i] *= 1.0 + damping;
  const auto factor = SmallCholesky<double>::factor(std::move(matrix), n);
  if (!factor) return x;
  const std::vector<double> step = factor->solve(slope.gradient);
  std::vector<double> next(n);
  for (std::size_t i = 0; i < n; ++i) {
    next[i] = std::clamp(x[i] - step[i], problem.low[i], problem.high[i]);
  }
  return next;
}

bool hardly_moved(const LevenbergProblem& problem, const std::vector<double>& a,
                  const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::abs(a[i] - b[i]) > kSmallestStep * (problem.high[i] - problem.low[i])) return false;
  }
  return true;
}

std::vector<double> marquardt_sigmas(const MarquardtSlope& slope, double cost, std::size_t rows) {
  const std::size_t n = slope.gradient.size();
  std::vector<double> sigma(n, std::numeric_limits<double>::infinity());
  auto factor = SmallCholesky<double>::factor(slope.matrix, n);
  if (!factor) {  // two unknowns stand for each other; the others still have a sigma
    std::vector<double> ridged = slope.matrix;
    for (std::size_t i = 0; i < n; ++i) ridged[i * n + i] *= 1.0 + kRidge;
    factor = SmallCholesky<double>::factor(std::move(ridged), n);
  }
  if (!factor || rows <= n) return sigma;
  const double variance = cost / static_cast<double>(rows - n);
  for (std::size_t i = 0; i < n; ++i) {
    if (slope.free[i]) sigma[i] = std::sqrt(variance * factor->inverse_column(i)[i]);
  }
  return sigma;
}

}  // namespace

LevenbergResult levenberg(const LevenbergProblem& problem) {
  assert(problem.start.size() == problem.low.size() && problem.low.size() == problem.high.size());
  LevenbergResult result;
  result.unknowns = problem.start;
  Residuals residuals = problem.residuals(result.unknowns);
  result.cost = cost_of(residuals.values);
  MarquardtSlope slope = marquardt_slope_of(problem, result.unknowns, residuals);
  double damping = 1e-3;
  for (; result.steps < problem.most_steps && !result.converged; ++result.steps) {
    std::vector<double> next = marquardt_step(problem, result.unknowns, slope, damping);
    Residuals there = problem.residuals(next);
    const double cost = cost_of(there.values);
    if (!(cost < result.cost)) {
      damping *= 8.0;
      result.converged = damping > kMostDamping || hardly_moved(problem, next, result.unknowns);
      continue;
    }
    result.converged = result.cost - cost <= kSmallestGain * result.cost ||
                       hardly_moved(problem, next, result.unknowns);
    result.unknowns = std::move(next);
    residuals = std::move(there);
    result.cost = cost;
    slope = marquardt_slope_of(problem, result.unknowns, residuals);
    damping = std::max(damping * 0.2, 1e-9);
  }
  result.sigma = marquardt_sigmas(slope, result.cost, residuals.values.size());
  return result;
}

}  // namespace ampsweep::analysis
