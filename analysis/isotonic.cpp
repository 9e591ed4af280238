// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/isotonic.hpp"

#include <cstddef>

namespace ampsweep::analysis {

std::vector<double> rising_fit(std::span<const double> y) {
  struct Pool {
    double sum;
    std::size_t count;
    [[nodiscard]] double average() const { return sum / static_cast<double>(count); }
  };
  std::vector<Pool> pools;
  for (const double value : y) {
    Pool pool{value, 1};
    while (!pools.empty() && pools.back().average() >= pool.average()) {
      pool = {pool.sum + pools.back().sum, pool.count + pools.back().count};
      pools.pop_back();
    }
    pools.push_back(pool);
  }
  std::vector<double> fit;
  fit.reserve(y.size());
  for (const Pool& pool : pools) fit.insert(fit.end(), pool.count, pool.average());
  return fit;
}

}  // namespace ampsweep::analysis
