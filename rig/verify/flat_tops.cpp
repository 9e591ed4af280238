// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/flat_tops.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ampsweep::rig {
namespace {

constexpr double kSoftest = 3.16e-4;  // -70 dBFS
constexpr double kLowestHz = 20.0;
constexpr int kManyRuns = 3;
constexpr int kSurelyFlat = 6;

/// Shortest run of equal samples that is no crest.
int longer_than_a_crest(double amplitude, const SoundGrid& grid) {
  const double w = 2.0 * std::numbers::pi * kLowestHz / static_cast<double>(grid.rate.value());
  const double rest = 2.0 * std::sqrt(2.0 * grid.step / (amplitude * w * w));
  return std::max(3, static_cast<int>(rest) + 2);
}

void add_runs_at(float extreme, std::span<const float> x, const SoundGrid& grid, FlatTops& found) {
  const double amplitude = std::abs(static_cast<double>(extreme));
  if (amplitude < kSoftest) return;
  const int shortest = longer_than_a_crest(amplitude, grid);
  int runs = 0;
  int longest = 0;
  for (std::size_t n = 0; n < x.size();) {
    std::size_t end = n;
    while (end < x.size() && x[end] == extreme) ++end;
    const int run = static_cast<int>(end - n);
    if (run >= shortest) ++runs;
    longest = std::max(longest, run);
    n = std::max(end, n + 1);
  }
  found.runs += runs;
  if (longest > found.longest) {
    found.longest = longest;
    found.level = amplitude;
  }
  if (runs >= kManyRuns || longest >= shortest + kSurelyFlat) found.clipped = true;
}

}  // namespace

FlatTops flat_tops(std::span<const float> x, const SoundGrid& grid) {
  FlatTops found;
  if (x.empty()) return found;
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  add_runs_at(*high, x, grid, found);
  if (*low != *high) add_runs_at(*low, x, grid, found);
  return found;
}

}  // namespace ampsweep::rig
