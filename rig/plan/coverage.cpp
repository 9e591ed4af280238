// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/coverage.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "rig/plan/correlation.hpp"
#include "signals/random.hpp"

namespace ampsweep::rig {
namespace {

using Column = std::vector<double>;  ///< One knob's coordinate in every setting.

constexpr std::size_t kProbes = 512;
constexpr std::size_t kMostDimensionsOfAllCorners = 10;

std::vector<Column> varying_columns(const std::vector<Knob>& knobs,
                                    const std::set<Setting>& settings) {
  std::vector<Column> columns;
  for (const Knob& knob : knobs) {
    Column column;
    for (const Setting& setting : settings) {
      column.push_back(normalised(knob, setting.at(knob.id)));
    }
    const auto [low, high] = std::minmax_element(column.begin(), column.end());
    if (low != column.end() && *low < *high) columns.push_back(std::move(column));
  }
  return columns;
}

double least_distance(const std::vector<Column>& columns, std::size_t n) {
  double least = -1.0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      double square = 0.0;
      for (const Column& x : columns) square += (x[i] - x[j]) * (x[i] - x[j]);
      if (least < 0.0 || square < least) least = square;
    }
  }
  return std::sqrt(std::max(0.0, least));
}

/// Euclidean distance of a point of the unit cube to the nearest setting.
double nearest(const std::vector<Column>& columns, const std::vector<double>& point) {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < columns.front().size(); ++i) {
    double square = 0.0;
    for (std::size_t k = 0; k < columns.size(); ++k) {
      square += (columns[k][i] - point[k]) * (columns[k][i] - point[k]);
    }
    least = std::min(least, square);
  }
  return std::sqrt(least);
}

double mean_distance(const std::vector<Column>& columns) {
  signals::Random random{signals::derived(1, "coverage")};
  double sum = 0.0;
  for (std::size_t i = 0; i < kProbes; ++i) {
    std::vector<double> point;
    // Strata in the first coordinate, so that one knob alone is measured without chance.
    point.push_back((static_cast<double>(i) + 0.5) / kProbes);
    while (point.size() < columns.size()) point.push_back(random.uniform());
    sum += nearest(columns, point);
  }
  return sum / kProbes;
}

double corner_distance(const std::vector<Column>& columns) {
  const bool all = columns.size() <= kMostDimensionsOfAllCorners;
  const std::size_t corners = all ? std::size_t{1} << columns.size() : kProbes;
  signals::Random random{signals::derived(1, "coverage corners")};
  double sum = 0.0;
  for (std::size_t corner = 0; corner < corners; ++corner) {
    std::vector<double> point;
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const bool high = all ? (corner >> k & 1U) != 0 : random.below(2) == 1;
      point.push_back(high ? 1.0 : 0.0);
    }
    sum += nearest(columns, point);
  }
  return sum / static_cast<double>(corners);
}

double most_correlated(const std::vector<Column>& columns) {
  double most = 0.0;
  for (std::size_t a = 0; a < columns.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      most = std::max(most, std::abs(pearson(columns[a], columns[b]).value_or(0.0)));
    }
  }
  return most;
}

}  // namespace

// Hickernell 1998, eq. 5.1c.
double centred_discrepancy(const std::vector<std::vector<double>>& columns) {
  if (columns.empty() || columns.front().empty()) return 0.0;
  const std::size_t n = columns.front().size();
  const auto count = static_cast<double>(n);
  double constant = 1.0;
  for (std::size_t k = 0; k < columns.size(); ++k) constant *= 13.0 / 12.0;
  double single = 0.0;
  double pairs = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    double product = 1.0;
    for (const Column& x : columns) {
      const double a = std::abs(x[i] - 0.5);
      product *= 1.0 + 0.5 * a - 0.5 * a * a;
    }
    single += product;
    for (std::size_t j = 0; j < n; ++j) {
      product = 1.0;
      for (const Column& x : columns) {
        product *= 1.0 + 0.5 * std::abs(x[i] - 0.5) + 0.5 * std::abs(x[j] - 0.5) -
                   0.5 * std::abs(x[i] - x[j]);
      }
      pairs += product;
    }
  }
  const double square = constant - 2.0 / count * single + pairs / (count * count);
  return std::sqrt(std::max(0.0, square));
}

Coverage coverage(const std::vector<Knob>& knobs, const std::vector<Setting>& settings) {
  const std::set<Setting> distinct(settings.begin(), settings.end());
  const std::vector<Column> columns = varying_columns(knobs, distinct);
  Coverage result;
  result.settings = static_cast<int>(distinct.size());
  result.knobs = static_cast<int>(columns.size());
  if (columns.empty()) return result;
  result.discrepancy = centred_discrepancy(columns);
  result.min_distance = least_distance(columns, distinct.size());
  result.mean_distance = mean_distance(columns);
  result.corner_distance = corner_distance(columns);
  result.max_knob_correlation = most_correlated(columns);
  return result;
}

}  // namespace ampsweep::rig
