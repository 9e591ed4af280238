// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/left_out_weights.hpp"

#include <utility>
#include <vector>

#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kLeastSpreadDb = 0.02;  ///< No prediction is better.
constexpr std::size_t kEnough = 500;

}  // namespace

std::optional<PrintWeights> left_out_weights(const SoundMap& map, std::size_t take) {
  LeftOut others = map.without(take);
  const double spread = others.spread[take];
  const std::size_t n = others.residual_db.front().size();
  const std::size_t stride = (others.residual_db.size() + kEnough - 1) / kEnough;
  std::vector<double> sizes;
  for (std::size_t i = 0; i < others.residual_db.size(); i += stride) {
    double size = 0.0;
    for (double& one : others.residual_db[i]) {
      one /= others.spread[i];
      size += one * one;
    }
    sizes.push_back(size);
  }
  const double typical = median(sizes);
  std::vector<double> covariance(n * n, 0.0);
  double weights = 0.0;
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    if (s * stride == take) continue;
    // A second wrong take must not make its own direction look usual.
    const double weight = sizes[s] > 4.0 * typical ? 4.0 * typical / sizes[s] : 1.0;
    weights += weight;
    const auto& row = others.residual_db[s * stride];
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = 0; b < n; ++b) covariance[a * n + b] += weight * row[a] * row[b];
    }
  }
  const auto features = static_cast<double>(n);
  const double shrunk = weights / (weights + features);
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      covariance[a * n + b] *= spread * spread / weights * (a == b ? 1.0 : shrunk);
    }
    covariance[a * n + a] += kLeastSpreadDb * kLeastSpreadDb;
  }
  return PrintWeights::of_covariance(std::move(covariance), n);
}

}  // namespace ampsweep::analysis
