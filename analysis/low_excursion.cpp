// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/low_excursion.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kLongest = 12;     ///< Readings: 4 s.
constexpr double kReturns = 0.5;         ///< Samples.
constexpr double kShareOfPeriod = 0.05;  ///< 18 degrees of phase.
constexpr double kLow = 1.5;             ///< Times the usual period.

/// A model's runs: the first reading of each, and the end of the last.
std::vector<std::size_t> edges_of(const LagModel& model) {
  std::vector<std::size_t> edges{0};
  edges.insert(edges.end(), model.breaks.begin(), model.breaks.end());
  edges.push_back(model.readings.size());
  return edges;
}

}  // namespace

std::optional<Stretch> low_excursion(const LagModel& model, std::span<const double> periods) {
  const std::vector<std::size_t> edges = edges_of(model);
  const std::vector<double>& level = model.line.intercept;
  const std::size_t runs = level.size();
  const auto period_of = [&](std::size_t first, std::size_t end) {
    const auto part = periods.subspan(first, end - first);
    return middle_of({part.begin(), part.end()});
  };
  const auto within_reach = [&](std::size_t from, std::size_t to, double around) {
    if (edges[to] - edges[from] > kLongest) return false;
    for (std::size_t run = from; run < to; ++run) {
      const double reach = kShareOfPeriod * period_of(edges[run], edges[run + 1]);
      if (std::abs(level[run] - around) > reach) return false;
    }
    return true;
  };
  for (std::size_t from = 1; from < runs; ++from) {
    for (std::size_t to = from + 1; to < runs; ++to) {
      const bool returns = std::abs(level[to] - level[from - 1]) < kReturns;
      if (returns && within_reach(from, to, level[to])) return Stretch{edges[from], edges[to]};
    }
  }
  const double low = kLow * period_of(0, periods.size());
  const std::size_t main = model.longest_run();
  for (std::size_t to = 1; to < runs; ++to) {
    const bool told = to == main || period_of(0, edges[to]) > low;
    if (told && within_reach(0, to, level[to])) return Stretch{0, edges[to]};
  }
  for (std::size_t from = runs - 1; from > 0; --from) {
    const bool told = from == main + 1 || period_of(edges[from], edges[runs]) > low;
    if (told && within_reach(from, runs, level[from - 1])) return Stretch{edges[from], edges[runs]};
  }
  return std::nullopt;
}

}  // namespace ampsweep::analysis
