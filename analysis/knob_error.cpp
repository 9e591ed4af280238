// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/knob_error.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace ampsweep::analysis {
namespace {

constexpr double kLeastSigmaDb = 1e-4;  ///< No fingerprint is known better.
constexpr int kSearchSteps = 80;        ///< Of the whole travel.

double misfit_at(const SoundCurve& curve, double label, double error,
                 std::span<const double> difference, const PrintWeights& weights) {
  auto left = curve.change_db(label, label + error);
  for (std::size_t f = 0; f < left.size(); ++f) left[f] = difference[f] - left[f];
  return weights.misfit(left);
}

}  // namespace

std::optional<PrintWeights> PrintWeights::of_covariance(std::vector<double> covariance,
                                                        std::size_t features) {
  assert(covariance.size() == features * features);
  auto solver = SmallCholesky<double>::factor(std::move(covariance), features);
  if (!solver) return std::nullopt;
  return PrintWeights{*std::move(solver)};
}

PrintWeights PrintWeights::independent(std::span<const double> sigma_db, double common_db) {
  const std::size_t n = sigma_db.size();
  std::vector<double> covariance(n * n, common_db * common_db);
  for (std::size_t i = 0; i < n; ++i) {
    // A gain known worse than the features together would make the matrix hard to invert.
    const double sigma = std::max({sigma_db[i], kLeastSigmaDb, 1e-4 * common_db});
    covariance[i * n + i] += sigma * sigma;
  }
  auto weights = of_covariance(std::move(covariance), n);
  assert(weights);
  return *std::move(weights);
}

double PrintWeights::product(std::span<const double> a, std::span<const double> b) const {
  const auto solved = solver_.solve({b.begin(), b.end()});
  return std::inner_product(a.begin(), a.end(), solved.begin(), 0.0);
}

KnobErrorFit fit_knob_error(const SoundCurve& curve, double label,
                            std::span<const double> difference, const PrintWeights& weights) {
  assert(difference.size() == curve.features());
  KnobErrorFit fit;
  fit.misfit_before = weights.misfit(difference);
  fit.misfit_after = fit.misfit_before;
  fit.sigma = knob_error_sigma(curve, label, weights);
  const auto look = [&](double error) {
    if (label + error < 0.0 || label + error > 1.0) return;
    const double misfit = misfit_at(curve, label, error, difference, weights);
    if (misfit >= fit.misfit_after) return;
    fit.misfit_after = misfit;
    fit.error = error;
  };
  double step = 1.0 / kSearchSteps;
  for (int k = 0; k <= kSearchSteps; ++k) look(k * step - label);
  for (; step > 1e-4; step *= 0.5) {
    const double centre = fit.error;
    look(centre - 0.5 * step);
    look(centre + 0.5 * step);
  }
  return fit;
}

double knob_error_sigma(const SoundCurve& curve, double position, const PrintWeights& weights) {
  const auto slope = curve.slope_db(position);
  const double information = weights.misfit(slope);
  if (!(information > 0.0)) return std::numeric_limits<double>::infinity();
  return 1.0 / std::sqrt(information);
}

}  // namespace ampsweep::analysis
