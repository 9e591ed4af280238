// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/setting_cover.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "analysis/quantile.hpp"
#include "signals/random.hpp"

namespace ampsweep::analysis {
namespace {

using Rows = std::vector<std::vector<double>>;

constexpr double kSame = 1e-6;
constexpr std::size_t kTries = 20000;
constexpr std::size_t kRandomTries = 2000;
constexpr std::size_t kMostCorners = 10;
constexpr std::size_t kSquares = 4;
constexpr std::array<std::uint64_t, 16> kPrimes{2,  3,  5,  7,  11, 13, 17, 19,
                                                23, 29, 31, 37, 41, 43, 47, 53};

std::vector<double> distinct(const Rows& settings, std::size_t knob) {
  std::vector<double> values;
  for (const auto& row : settings) values.push_back(row[knob]);
  std::sort(values.begin(), values.end());
  const auto end = std::unique(values.begin(), values.end(),
                               [](double a, double b) { return std::abs(a - b) <= kSame; });
  values.erase(end, values.end());
  return values;
}

KnobCover cover_of(const std::vector<double>& values) {
  KnobCover cover{values.size(), values.front(), values.back(), 0.0};
  cover.largest_gap = std::max(values.front(), 1.0 - values.back());
  for (std::size_t i = 1; i < values.size(); ++i) {
    cover.largest_gap = std::max(cover.largest_gap, values[i] - values[i - 1]);
  }
  return cover;
}

/// Which side of a square a value lies on: its own where there are few, else its quarter.
std::size_t cell_of(double value, const std::vector<double>& values) {
  if (values.size() < kSquares) {
    const auto at = std::lower_bound(values.begin(), values.end(), value - kSame);
    return static_cast<std::size_t>(at - values.begin());
  }
  const double cell = std::floor(static_cast<double>(kSquares) * value);
  return static_cast<std::size_t>(std::clamp(cell, 0.0, static_cast<double>(kSquares - 1)));
}

double pair_share(const Rows& settings, const std::array<std::size_t, 2>& knobs,
                  const std::vector<std::vector<double>>& values) {
  std::set<std::pair<std::size_t, std::size_t>> filled;
  for (const auto& row : settings) {
    filled.insert(
        {cell_of(row[knobs[0]], values[knobs[0]]), cell_of(row[knobs[1]], values[knobs[1]])});
  }
  const std::size_t all =
      std::min(values[knobs[0]].size(), kSquares) * std::min(values[knobs[1]].size(), kSquares);
  return static_cast<double>(filled.size()) / static_cast<double>(all);
}

/// To the nearest row, over the root of the knobs.
double clearance(const Rows& settings, const std::vector<double>& point) {
  double least = std::numeric_limits<double>::infinity();
  for (const auto& row : settings) {
    double sum = 0.0;
    for (std::size_t k = 0; k < point.size() && sum < least; ++k) {
      sum += (row[k] - point[k]) * (row[k] - point[k]);
    }
    least = std::min(least, sum);
  }
  return std::sqrt(least / static_cast<double>(point.size()));
}

double halton(std::size_t index, std::uint64_t base) {
  double value = 0.0;
  double share = 1.0;
  for (std::uint64_t left = index + 1; left > 0; left /= base) {
    share /= static_cast<double>(base);
    value += share * static_cast<double>(left % base);
  }
  return value;
}

std::vector<double> try_point(std::size_t index, std::size_t knobs) {
  std::vector<double> point;
  const std::size_t corners = knobs <= kMostCorners ? std::size_t{1} << knobs : 0;
  for (std::size_t k = 0; k < knobs; ++k) {
    point.push_back(index < corners ? static_cast<double>((index >> k) & 1U)
                                    : halton(index - corners, kPrimes[k % kPrimes.size()]));
  }
  return point;
}

struct Hole {
  double radius{0.0};
  std::vector<double> at;
};

/// Uphill from where the tries left off, knob by knob, with steps that shrink.
void climb(const Rows& settings, Hole& hole) {
  for (double step = 0.05; step > 1e-4; step *= 0.5) {
    for (bool better = true; better;) {
      better = false;
      for (std::size_t k = 0; k < hole.at.size(); ++k) {
        for (const double by : {-step, step}) {
          auto point = hole.at;
          point[k] = std::clamp(point[k] + by, 0.0, 1.0);
          const double radius = clearance(settings, point);
          if (radius <= hole.radius + 1e-9) continue;
          hole = {radius, std::move(point)};
          better = true;
        }
      }
    }
  }
}

Hole largest_hole(const Rows& settings, std::size_t tries) {
  Hole hole{-1.0, {}};
  for (std::size_t i = 0; i < tries; ++i) {
    auto point = try_point(i, settings.front().size());
    const double radius = clearance(settings, point);
    if (radius > hole.radius) hole = {radius, std::move(point)};
  }
  climb(settings, hole);
  return hole;
}

double radius_of_random(std::size_t count, std::size_t knobs) {
  std::vector<double> radii;
  for (std::uint64_t draw = 0; draw < 9; ++draw) {
    signals::Random random{signals::derived(1, "cover", draw)};
    Rows rows(count, std::vector<double>(knobs));
    for (auto& row : rows) {
      for (double& x : row) x = random.uniform();
    }
    radii.push_back(largest_hole(rows, kRandomTries).radius);
  }
  return median(std::move(radii));
}

}  // namespace

SettingCover setting_cover(const Rows& settings) {
  SettingCover cover;
  if (settings.empty() || settings.front().empty()) return cover;
  std::vector<std::vector<double>> values;
  std::vector<std::size_t> moved;
  for (std::size_t k = 0; k < settings.front().size(); ++k) {
    values.push_back(distinct(settings, k));
    cover.knobs.push_back(cover_of(values.back()));
    if (values.back().size() > 1) moved.push_back(k);
  }
  for (std::size_t a = 0; a < values.size(); ++a) {
    for (std::size_t b = a + 1; b < values.size(); ++b) {
      cover.pairs.push_back(pair_share(settings, {a, b}, values));
    }
  }
  Rows rows;
  for (const auto& row : settings) {
    rows.emplace_back();
    for (const std::size_t k : moved) rows.back().push_back(row[k]);
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  cover.settings = rows.size();
  if (moved.empty()) return cover;
  const Hole hole = largest_hole(rows, kTries);
  cover.hole_radius = hole.radius;
  cover.hole = settings.front();
  for (std::size_t k = 0; k < moved.size(); ++k) cover.hole[moved[k]] = hole.at[k];
  cover.expected_radius = radius_of_random(rows.size(), moved.size());
  return cover;
}

std::vector<std::vector<std::size_t>> equal_settings(const Rows& settings, double tolerance) {
  std::vector<std::size_t> order(settings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return settings[a] < settings[b]; });
  std::vector<std::vector<std::size_t>> groups;
  std::vector<bool> taken(settings.size(), false);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (taken[order[i]]) continue;
    const auto& first = settings[order[i]];
    std::vector<std::size_t> group{order[i]};
    for (std::size_t j = i + 1; j < order.size(); ++j) {
      const auto& other = settings[order[j]];
      if (!first.empty() && other.front() - first.front() > tolerance) break;
      bool same = !taken[order[j]];
      for (std::size_t k = 0; same && k < first.size(); ++k) {
        same = std::abs(first[k] - other[k]) <= tolerance;
      }
      if (!same) continue;
      group.push_back(order[j]);
      taken[order[j]] = true;
    }
    if (group.size() > 1) groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace ampsweep::analysis
