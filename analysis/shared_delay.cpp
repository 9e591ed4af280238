// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/shared_delay.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <numeric>

#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

struct CommonStretch {
  double from{0.0};
  double to{0.0};
};

/// Where most of `intervals` overlap: walk over their ends, an interval beginning before another
/// that begins where it ends.
CommonStretch most_common(std::span<const DelayInterval> intervals,
                          const std::vector<std::size_t>& which) {
  struct End {
    double at;
    bool closes;
  };
  std::vector<End> ends;
  for (const std::size_t i : which) {
    ends.push_back({intervals[i].from, false});
    ends.push_back({intervals[i].to, true});
  }
  std::sort(ends.begin(), ends.end(), [](const End& a, const End& b) {
    return a.at < b.at || (a.at == b.at && !a.closes && b.closes);
  });
  CommonStretch best;
  int open = 0;
  int most = 0;
  for (std::size_t e = 0; e < ends.size(); ++e) {
    open += ends[e].closes ? -1 : 1;
    if (open <= most) continue;
    most = open;
    best = {ends[e].at, ends[e + 1].at};  // whatever opened last, something ends after it
  }
  return best;
}

}  // namespace

std::vector<double> shared_delays(std::span<const DelayInterval> intervals) {
  std::vector<double> delays(intervals.size());
  std::vector<std::size_t> left(intervals.size());
  std::iota(left.begin(), left.end(), std::size_t{0});
  while (!left.empty()) {
    const CommonStretch common = most_common(intervals, left);
    const auto shares = [&](std::size_t i) {
      return intervals[i].from <= common.from && common.from <= intervals[i].to;
    };
    const auto others = std::stable_partition(left.begin(), left.end(), shares);
    assert(others != left.begin());
    std::vector<double> guesses;
    std::for_each(left.begin(), others,
                  [&](std::size_t i) { guesses.push_back(intervals[i].guess); });
    const double delay = std::clamp(middle_of(guesses), common.from, common.to);
    std::for_each(left.begin(), others, [&](std::size_t i) { delays[i] = delay; });
    left.erase(left.begin(), others);
  }
  return delays;
}

}  // namespace ampsweep::analysis
