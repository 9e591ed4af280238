// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/flat_tops.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig {
namespace {

constexpr float kSoftest = 0.0099F;  // a hair below -40 dBFS
constexpr int kShortestRun = 3;

void add_runs_at(float extreme, std::span<const float> x, FlatTops& found) {
  if (std::abs(extreme) < kSoftest) return;
  int run = 0;
  const auto finish = [&] {
    if (run >= kShortestRun) {
      ++found.runs;
      if (run > found.longest) {
        found.longest = run;
        found.level = std::abs(static_cast<double>(extreme));
      }
    }
    run = 0;
  };
  for (const float sample : x) {
    if (sample == extreme) {
      ++run;
    } else {
      finish();
    }
  }
  finish();
}

}  // namespace

FlatTops flat_tops(std::span<const float> x) {
  FlatTops found;
  if (x.empty()) return found;
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  add_runs_at(*high, x, found);
  if (*low != *high) add_runs_at(*low, x, found);
  return found;
}

}  // namespace ampsweep::rig
