// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lag_path.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace ampsweep::analysis {
namespace {

constexpr int kWander = 4;  ///< Samples from one block to the next: 250 ppm of blocks of 0.34 s.
constexpr double kWanderCost = 0.02;  ///< For each of them.
constexpr double kJumpCost = 2.0;     ///< What a block gains in which f is 0.93, or seven with 0.5.
constexpr double kMostFit = 0.99;     ///< More is no better: one block is not to outweigh the rest.

double gain_of(float fit) {
  const double followed = std::clamp(static_cast<double>(fit), 0.0, kMostFit);
  return -std::log(1.0 - followed * followed);
}

/// The best path to each lag of the newest block, step by step.
class Lattice {
 public:
  explicit Lattice(std::size_t lags) : reached_(lags, -kJumpCost), next_(lags) {
    reached_[lags / 2] = 0.0;
  }

  void add(const LagFits& fits) {
    const auto best = std::max_element(reached_.begin(), reached_.end());
    const double jumped = *best - kJumpCost;
    const auto count = static_cast<int>(reached_.size());
    auto& came = from_.emplace_back(count, static_cast<int>(best - reached_.begin()));
    for (int lag = 0; lag < count; ++lag) {
      const auto here = static_cast<std::size_t>(lag);
      double most = jumped;
      for (int before = std::max(lag - kWander, 0); before <= std::min(lag + kWander, count - 1);
           ++before) {
        const double value =
            reached_[static_cast<std::size_t>(before)] - kWanderCost * std::abs(before - lag);
        if (value <= most) continue;
        most = value;
        came[here] = before;
      }
      next_[here] = most + (fits.empty() ? 0.0 : gain_of(fits[here]));
    }
    reached_.swap(next_);
  }

  [[nodiscard]] std::vector<int> path() const {
    std::vector<int> path(from_.size());
    const auto reach = static_cast<int>(reached_.size() / 2);
    const auto best = std::max_element(reached_.begin(), reached_.end());
    auto at = static_cast<std::size_t>(best - reached_.begin());
    for (std::size_t i = path.size(); i-- > 0;) {
      path[i] = static_cast<int>(at) - reach;
      at = static_cast<std::size_t>(from_[i][at]);
    }
    return path;
  }

 private:
  std::vector<double> reached_;
  std::vector<double> next_;
  std::vector<std::vector<int>> from_;  ///< Of each block and lag: the lag before.
};

}  // namespace

std::vector<int> lag_path(std::span<const LagFits> blocks) {
  std::size_t lags = 1;
  for (const LagFits& fits : blocks) lags = std::max(lags, fits.size());
  assert(lags % 2 == 1);
  Lattice lattice{lags};
  for (const LagFits& fits : blocks) {
    assert(fits.empty() || fits.size() == lags);
    lattice.add(fits);
  }
  return lattice.path();
}

}  // namespace ampsweep::analysis
