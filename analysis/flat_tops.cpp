// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/flat_tops.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ampsweep::analysis {
namespace {

constexpr double kSoftest = 3.16e-4;  // -70 dBFS
constexpr double kLowestHz = 20.0;
constexpr int kManyRuns = 3;
constexpr int kSurelyFlat = 6;

/// Shortest run of equal samples that is no crest.
int longer_than_a_crest(double amplitude, const SoundGrid& grid) {
  const double w = 2.0 * std::numbers::pi * kLowestHz / static_cast<double>(grid.rate.value());
  const double rest = 2.0 * std::sqrt(2.0 * grid.step / (amplitude * w * w));
  return std::max(3, static_cast<int>(std::min(rest, 1e6)) + 2);
}

}  // namespace

void FlatTopSearch::Side::end_run() {
  if (run >= shortest) ++runs;
  longest = std::max(longest, run);
  run = 0;
}

void FlatTopSearch::add_sample(float x, bool beyond, Side& side) const {
  if (!side.any || beyond) {
    side = {};
    side.any = true;
    side.extreme = x;
    side.run = 1;
    side.shortest = longer_than_a_crest(std::max(std::abs(static_cast<double>(x)), 1e-12), grid_);
  } else if (x == side.extreme) {
    ++side.run;
  } else if (side.run > 0) {
    side.end_run();
  }
}

void FlatTopSearch::add(std::span<const float> x) {
  for (const float sample : x) {
    add_sample(sample, sample > high_.extreme, high_);
    add_sample(sample, sample < low_.extreme, low_);
  }
}

void FlatTopSearch::weigh(Side side, FlatTops& found) {
  const double amplitude = std::abs(static_cast<double>(side.extreme));
  if (!side.any || amplitude < kSoftest) return;
  side.end_run();
  found.runs += side.runs;
  if (side.longest > found.longest) {
    found.longest = side.longest;
    found.level = amplitude;
  }
  if (side.runs >= kManyRuns || side.longest >= side.shortest + kSurelyFlat) found.clipped = true;
}

FlatTops FlatTopSearch::found() const {
  FlatTops found;
  weigh(high_, found);
  if (low_.extreme != high_.extreme) weigh(low_, found);
  return found;
}

FlatTops flat_tops(std::span<const float> x, const SoundGrid& grid) {
  FlatTopSearch search{grid};
  search.add(x);
  return search.found();
}

}  // namespace ampsweep::analysis
