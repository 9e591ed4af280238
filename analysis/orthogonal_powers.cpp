// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/orthogonal_powers.hpp"

#include <cmath>
#include <numeric>

namespace ampsweep::analysis {
namespace {

constexpr double kDegenerate = 1e-7;  ///< Rms left of a power after the lower ones are taken out.

double share_of(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / static_cast<double>(a.size());
}

}  // namespace

OrthogonalPowers::OrthogonalPowers(std::span<const double> sound, std::size_t order) {
  std::vector<std::vector<double>> made;
  for (std::size_t k = 0; k < order; ++k) {
    std::vector<double> next(sound.begin(), sound.end());
    if (k > 0) {
      for (std::size_t n = 0; n < next.size(); ++n) next[n] *= made[k - 1][n];
    }
    const double whole = std::sqrt(share_of(next, next));
    std::vector<double> shares(k);
    for (std::size_t j = 0; j < k; ++j) {
      shares[j] = share_of(next, made[j]);
      for (std::size_t n = 0; n < next.size(); ++n) next[n] -= shares[j] * made[j][n];
    }
    const double norm = std::sqrt(share_of(next, next));
    if (!(norm > kDegenerate * whole)) return;
    for (double& sample : next) sample /= norm;
    norms_.push_back(norm);
    shares_.push_back(std::move(shares));
    made.push_back(std::move(next));
  }
}

std::vector<std::vector<double>> OrthogonalPowers::of(std::span<const double> sound) const {
  std::vector<std::vector<double>> out(order(), std::vector<double>(sound.size()));
  for (std::size_t n = 0; n < sound.size(); ++n) {
    for (std::size_t k = 0; k < order(); ++k) {
      double value = k > 0 ? sound[n] * out[k - 1][n] : sound[n];
      for (std::size_t j = 0; j < k; ++j) value -= shares_[k][j] * out[j][n];
      out[k][n] = value / norms_[k];
    }
  }
  return out;
}

}  // namespace ampsweep::analysis
