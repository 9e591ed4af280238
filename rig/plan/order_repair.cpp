// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/order_repair.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "rig/plan/hand_groups.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kMostSwaps = 100;
constexpr double kLeastGain = 1e-9;

/// The training takes as columns: positions in time, and per varying knob its values scaled so that
/// r = sum time * value. Swapping two takes then changes r by one product.
struct Columns {
  std::vector<std::size_t> where;  ///< Index into the takes.
  std::vector<double> times;
  std::vector<std::vector<double>> values;  ///< Per varying knob.
  std::vector<double> r;                    ///< Per varying knob.
  std::vector<std::vector<double>> groups;  ///< Per take; equal ones may change places.
  std::size_t first{0};                     ///< Row from which on takes may change places.
};

/// Subtracts the mean and scales to unit length; false when nothing varies.
bool standardise(std::vector<double>& column) {
  double mean = 0.0;
  for (const double value : column) mean += value;
  mean /= static_cast<double>(column.size());
  double square = 0.0;
  for (double& value : column) {
    value -= mean;
    square += value * value;
  }
  if (square <= 1e-24) return false;
  for (double& value : column) value /= std::sqrt(square);
  return true;
}

Columns columns_of(const std::vector<Knob>& knobs, const std::vector<PlannedTake>& takes,
                   const RepairLimits& limits) {
  Columns columns;
  for (std::size_t i = 0; i < takes.size(); ++i) {
    if (takes[i].split != Split::Train) continue;
    if (i < limits.first) ++columns.first;
    columns.groups.push_back(group_of(limits.grouped, takes[i].setting));
    columns.where.push_back(i);
    columns.times.push_back(static_cast<double>(i));
  }
  if (columns.times.size() < 3 || !standardise(columns.times)) return columns;
  for (const Knob& knob : knobs) {
    std::vector<double> values;
    for (const std::size_t i : columns.where) {
      values.push_back(normalised(knob, takes[i].setting.at(knob.id)));
    }
    if (!standardise(values)) continue;
    double r = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) r += columns.times[i] * values[i];
    columns.r.push_back(r);
    columns.values.push_back(std::move(values));
  }
  return columns;
}

double largest(const std::vector<double>& r) {
  double most = 0.0;
  for (const double value : r) most = std::max(most, std::abs(value));
  return most;
}

/// What r of one knob changes by when rows a and b exchange their takes.
double change(const Columns& columns, std::size_t knob, std::size_t a, std::size_t b) {
  const std::vector<double>& values = columns.values[knob];
  return (columns.times[a] - columns.times[b]) * (values[b] - values[a]);
}

double largest_after(const Columns& columns, std::size_t a, std::size_t b) {
  double most = 0.0;
  for (std::size_t k = 0; k < columns.r.size(); ++k) {
    most = std::max(most, std::abs(columns.r[k] + change(columns, k, a, b)));
  }
  return most;
}

/// The pair of rows whose exchange leaves the least correlation; equal rows: no exchange helps.
std::pair<std::size_t, std::size_t> best_swap(const Columns& columns) {
  std::pair<std::size_t, std::size_t> best{0, 0};
  double least = largest(columns.r) - kLeastGain;
  for (std::size_t a = columns.first; a < columns.where.size(); ++a) {
    for (std::size_t b = columns.first; b < a; ++b) {
      if (columns.groups[a] != columns.groups[b]) continue;
      const double after = largest_after(columns, a, b);
      if (after >= least) continue;
      least = after;
      best = {a, b};
    }
  }
  return best;
}

void exchange(Columns& columns, std::size_t a, std::size_t b, std::vector<PlannedTake>& takes) {
  for (std::size_t k = 0; k < columns.r.size(); ++k) {
    columns.r[k] += change(columns, k, a, b);
    std::swap(columns.values[k][a], columns.values[k][b]);
  }
  PlannedTake& one = takes[columns.where[a]];
  PlannedTake& other = takes[columns.where[b]];
  std::swap(one.setting, other.setting);
  std::swap(one.purpose, other.purpose);
}

}  // namespace

void swap_until(const std::vector<Knob>& knobs, double limit, std::vector<PlannedTake>& takes,
                const RepairLimits& limits) {
  Columns columns = columns_of(knobs, takes, limits);
  for (int i = 0; i < kMostSwaps && largest(columns.r) > limit; ++i) {
    const auto [a, b] = best_swap(columns);
    if (a == b) return;
    exchange(columns, a, b, takes);
  }
}

}  // namespace ampsweep::rig
