// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sound_map.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "analysis/quantile.hpp"
#include "analysis/small_cholesky.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kMostTogether = 250;
constexpr std::size_t kNeighbours = 100;
constexpr double kConstant = 100.0;  ///< Prior power of the constant: practically free.
constexpr double kStraight = 10.0;   ///< Of the slopes.

double kernel_at(const SoundKernel& kernel, const std::vector<double>& a,
                 const std::vector<double>& b) {
  const auto knobs = static_cast<double>(a.size());
  double sum = kConstant;
  double far = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double apart = (a[k] - b[k]) / kernel.reach;
    far += apart * apart;
    sum += kStraight * (a[k] - 0.5) * (b[k] - 0.5) + std::exp(-0.5 * apart * apart) / knobs;
  }
  return sum + kernel.surface * std::exp(-0.5 * far / knobs);
}

std::vector<double> gram(const SoundKernel& kernel, const std::vector<std::vector<double>>& at) {
  const std::size_t n = at.size();
  std::vector<double> matrix(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      matrix[i * n + j] = matrix[j * n + i] = kernel_at(kernel, at[i], at[j]);
    }
    matrix[i * n + i] += kernel.noise;
  }
  return matrix;
}

/// Residuals of every take without itself, and their relative variance.
struct Leaving {
  std::vector<std::vector<double>> residual;  ///< Take by take.
  std::vector<double> variance;
};

/// A kernel's matrix, inverted, and what it makes of the levels.
struct Fitted {
  std::vector<std::vector<double>> inverse;
  std::vector<std::vector<double>> solved;  ///< inverse x levels, take by take.

  /// Only of the first `count`.
  [[nodiscard]] Leaving leave(std::size_t count) const {
    Leaving left;
    for (std::size_t i = 0; i < count; ++i) {
      left.variance.push_back(1.0 / inverse[i][i]);
      left.residual.push_back(solved[i]);
      for (double& one : left.residual.back()) one *= left.variance.back();
    }
    return left;
  }
};

/// Nothing when the matrix cannot be inverted.
std::optional<Fitted> fit(const SoundKernel& kernel, const HeardSettings& heard) {
  const std::size_t n = heard.at.size();
  const std::size_t features = heard.level_db.front().size();
  const auto solver = SmallCholesky<double>::factor(gram(kernel, heard.at), n);
  if (!solver) return std::nullopt;
  Fitted fitted;
  for (std::size_t i = 0; i < n; ++i) fitted.inverse.push_back(solver->inverse_column(i));
  fitted.solved.assign(n, std::vector<double>(features));
  std::vector<double> column(n);
  for (std::size_t f = 0; f < features; ++f) {
    for (std::size_t i = 0; i < n; ++i) column[i] = heard.level_db[i][f];
    const auto solved = solver->solve(column);
    for (std::size_t i = 0; i < n; ++i) fitted.solved[i][f] = solved[i];
  }
  return fitted;
}

/// Minus twice the log likelihood of what was left out, each feature with its own robust scale.
double badness(const Leaving& left) {
  const std::size_t n = left.residual.size();
  const std::size_t features = left.residual.front().size();
  double sum = 0.0;
  std::vector<double> sizes(n);
  for (std::size_t f = 0; f < features; ++f) {
    for (std::size_t i = 0; i < n; ++i) {
      sizes[i] = std::abs(left.residual[i][f]) / std::sqrt(left.variance[i]);
    }
    const double scale = std::max(kMedianToSigma * median(sizes), 1e-9);
    sum += 2.0 * static_cast<double>(n) * std::log(scale);
  }
  for (const double variance : left.variance) {
    sum += static_cast<double>(features) * std::log(variance);
  }
  return sum;
}

HeardSettings subset(const HeardSettings& heard, const std::vector<std::size_t>& takes) {
  HeardSettings some;
  for (const std::size_t take : takes) {
    some.at.push_back(heard.at[take]);
    some.level_db.push_back(heard.level_db[take]);
  }
  return some;
}

/// Of about 120 takes, evenly picked: enough to choose three numbers from.
SoundKernel choose(const HeardSettings& heard) {
  constexpr std::size_t kEnough = 120;
  std::vector<std::size_t> picked;
  const std::size_t stride = (heard.at.size() + kEnough - 1) / kEnough;
  for (std::size_t i = 0; i < heard.at.size(); i += stride) picked.push_back(i);
  const HeardSettings some = subset(heard, picked);
  SoundKernel best;
  double least = std::numeric_limits<double>::infinity();
  for (const double reach : {0.35, 0.7, 1.4}) {
    for (const double surface : {0.1, 1.0, 10.0}) {
      for (const double noise : {1e-5, 1e-4, 1e-3}) {
        const SoundKernel kernel{reach, surface, noise};
        const auto fitted = fit(kernel, some);
        if (!fitted) continue;
        const double bad = badness(fitted->leave(some.at.size()));
        if (bad >= least) continue;
        least = bad;
        best = kernel;
      }
    }
  }
  return best;
}

/// The take itself first, then its nearest.
std::vector<std::size_t> neighbours(const HeardSettings& heard, std::size_t take) {
  std::vector<std::size_t> order(heard.at.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto far = [&](std::size_t i) {
    double sum = 0.0;
    for (std::size_t k = 0; k < heard.at[i].size(); ++k) {
      const double apart = heard.at[i][k] - heard.at[take][k];
      sum += apart * apart;
    }
    return i == take ? -1.0 : sum;
  };
  std::vector<double> distance;
  for (const std::size_t i : order) distance.push_back(far(i));
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return distance[a] < distance[b]; });
  order.resize(std::min(order.size(), kNeighbours + 1));
  return order;
}

/// Spreads over the typical one.
std::vector<double> spreads(const std::vector<double>& variance) {
  const double typical = median(variance);
  std::vector<double> all;
  for (const double one : variance) all.push_back(std::sqrt(one / typical));
  return all;
}

}  // namespace

SoundMap::SoundMap(const HeardSettings& heard) : heard_(heard), kernel_(choose(heard)) {
  assert(heard.at.size() >= 3 && heard.at.size() == heard.level_db.size());
  left_.reach = kernel_.reach;
  Leaving left;
  if (heard.at.size() <= kMostTogether) {
    if (auto fitted = fit(kernel_, heard)) {
      left = fitted->leave(heard.at.size());
      inverse_ = std::move(fitted->inverse);
      solved_ = std::move(fitted->solved);
    }
  } else {
    for (std::size_t i = 0; i < heard.at.size(); ++i) {
      const auto fitted = fit(kernel_, subset(heard, neighbours(heard, i)));
      if (!fitted) continue;
      Leaving one = fitted->leave(1);
      left.residual.push_back(std::move(one.residual.front()));
      left.variance.push_back(one.variance.front());
    }
  }
  if (left.residual.size() != heard.at.size()) {  // settings too alike to tell anything
    left_.residual_db.assign(heard.at.size(),
                             std::vector<double>(heard.level_db.front().size(), 0.0));
    left_.spread.assign(heard.at.size(), 1.0);
    return;
  }
  left_.residual_db = std::move(left.residual);
  typical_variance_ = median(left.variance);
  left_.spread = spreads(left.variance);
}

std::optional<Foretold> SoundMap::at(const std::vector<double>& knobs) const {
  if (inverse_.empty()) return std::nullopt;
  std::vector<double> near;
  for (const auto& take : heard_.at) near.push_back(kernel_at(kernel_, knobs, take));
  Foretold told;
  told.level_db.assign(heard_.level_db.front().size(), 0.0);
  double variance = kernel_at(kernel_, knobs, knobs) + kernel_.noise;
  for (std::size_t i = 0; i < near.size(); ++i) {
    for (std::size_t f = 0; f < told.level_db.size(); ++f) {
      told.level_db[f] += near[i] * solved_[i][f];
    }
    for (std::size_t j = 0; j < near.size(); ++j) variance -= near[i] * inverse_[i][j] * near[j];
  }
  told.spread = std::sqrt(std::max(variance, 0.0) / typical_variance_);
  return told;
}

LeftOut SoundMap::without(std::size_t take) const {
  if (inverse_.empty()) return left_;
  LeftOut out;
  out.reach = left_.reach;
  std::vector<double> variance;
  for (std::size_t j = 0; j < inverse_.size(); ++j) {
    // The block of the inverse that belongs to the two takes left out, inverted.
    const double own = inverse_[j][j];
    const double other = inverse_[take][take];
    const double between = j == take ? 0.0 : inverse_[j][take];
    const double determinant = j == take ? own * own : own * other - between * between;
    variance.push_back(other / determinant);
    out.residual_db.push_back(solved_[j]);
    auto& row = out.residual_db.back();
    for (std::size_t f = 0; f < row.size(); ++f) {
      row[f] = (other * row[f] - between * solved_[take][f]) / determinant;
    }
  }
  out.spread = spreads(variance);
  return out;
}

}  // namespace ampsweep::analysis
