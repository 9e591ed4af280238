// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lag_line.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <limits>

#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kLongestVote = 4.0;  ///< Of the median span.

struct Slope {
  double value{0.0};
  double span{0.0};
};

/// Weighted centre of one run, and its sums about that centre.
struct RunSums {
  double weight{0.0};
  double at{0.0};
  double lag{0.0};
  double spread{0.0};      ///< sum w (at - mean)^2
  double covariance{0.0};  ///< sum w (at - mean) (lag - mean)
};

RunSums sums_of(std::span<const LagReading> run) {
  RunSums sums;
  for (const LagReading& reading : run) {
    const double weight = 1.0 / (reading.sigma * reading.sigma);
    sums.weight += weight;
    sums.at += weight * reading.at;
    sums.lag += weight * reading.lag;
  }
  sums.at /= sums.weight;
  sums.lag /= sums.weight;
  if (run.size() < 2) return sums;  // no slope, not even by rounding
  for (const LagReading& reading : run) {
    const double weight = 1.0 / (reading.sigma * reading.sigma);
    sums.spread += weight * (reading.at - sums.at) * (reading.at - sums.at);
    sums.covariance += weight * (reading.at - sums.at) * (reading.lag - sums.lag);
  }
  return sums;
}

std::vector<std::span<const LagReading>> runs_of(std::span<const LagReading> readings,
                                                 std::span<const std::size_t> breaks) {
  std::vector<std::span<const LagReading>> runs;
  std::size_t first = 0;
  for (const std::size_t next : breaks) {
    assert(next > first && next < readings.size());
    runs.push_back(readings.subspan(first, next - first));
    first = next;
  }
  runs.push_back(readings.subspan(first));
  return runs;
}

std::vector<Slope> slopes_of(std::span<const LagReading> readings) {
  std::vector<Slope> slopes;
  for (std::size_t i = 1; i < readings.size(); ++i) {
    const double span = readings[i].at - readings[i - 1].at;
    if (span > 0.0) slopes.push_back({(readings[i].lag - readings[i - 1].lag) / span, span});
  }
  return slopes;
}

/// Square root of chi^2 per degree of freedom, at least 1.
double excess_scatter(std::span<const std::span<const LagReading>> runs, const LagLine& line) {
  double chi2 = 0.0;
  double freedoms = -1.0;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    freedoms -= 1.0;
    for (const LagReading& reading : runs[r]) {
      const double off = reading.lag - line.intercept[r] - line.slope * reading.at;
      chi2 += off * off / (reading.sigma * reading.sigma);
      freedoms += 1.0;
    }
  }
  return freedoms > 0.0 ? std::sqrt(std::max(1.0, chi2 / freedoms)) : 1.0;
}

/// Median by the time the slopes span, each counted for `longest` at most. Needs: sorted, some.
double middle_slope(std::span<const Slope> slopes, double longest) {
  double total = 0.0;
  for (const Slope& slope : slopes) total += std::min(slope.span, longest);
  double below = 0.0;
  for (const Slope& slope : slopes) {
    below += std::min(slope.span, longest);
    if (below >= 0.5 * total) return slope.value;
  }
  return slopes.back().value;
}

}  // namespace

double favoured_slope(std::span<const LagReading> readings, double tolerance) {
  const std::vector<Slope> slopes = slopes_of(readings);
  std::ptrdiff_t most = 0;
  double best = 0.0;
  for (const Slope& candidate : slopes) {
    const auto votes = std::count_if(slopes.begin(), slopes.end(), [&](const Slope& slope) {
      return std::abs(slope.value - candidate.value) * slope.span < tolerance;
    });
    if (votes > most || (votes == most && std::abs(candidate.value) < std::abs(best))) {
      most = votes;
      best = candidate.value;
    }
  }
  return best;
}

double typical_slope(std::span<const LagReading> readings, double tolerance) {
  std::vector<Slope> slopes = slopes_of(readings);
  if (slopes.empty()) return 0.0;
  std::sort(slopes.begin(), slopes.end(),
            [](const Slope& a, const Slope& b) { return a.value < b.value; });
  std::vector<double> spans;
  for (const Slope& slope : slopes) spans.push_back(slope.span);
  const double by_time = middle_slope(slopes, std::numeric_limits<double>::infinity());
  const double by_sound = middle_slope(slopes, kLongestVote * median(std::move(spans)));
  const auto agreeing = [&](double value) {
    std::vector<Slope> some;
    std::copy_if(slopes.begin(), slopes.end(), std::back_inserter(some), [&](const Slope& slope) {
      return std::abs(slope.value - value) * slope.span < tolerance;
    });
    return some;
  };
  const std::vector<Slope> sounding = agreeing(by_sound);
  if (3 * agreeing(by_time).size() >= 2 * sounding.size()) return by_time;  // the more exact one
  return middle_slope(sounding, std::numeric_limits<double>::infinity());
}

std::vector<LagReading> without_outliers(std::span<const LagReading> readings, double slope,
                                         double limit) {
  if (readings.empty()) return {};
  const auto apart = [&](const LagReading& a, const LagReading& b) {
    return std::abs(b.lag - a.lag - slope * (b.at - a.at)) >= limit;
  };
  // At either end the one neighbour must be borne out by the next.
  const auto off = [&](std::size_t i, std::size_t next, std::size_t beyond) {
    return apart(readings[i], readings[next]) && !apart(readings[next], readings[beyond]);
  };
  const std::size_t last = readings.size() - 1;
  std::vector<LagReading> kept;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    bool drop = false;
    if (readings.size() >= 3 && i == 0) {
      drop = off(0, 1, 2);
    } else if (readings.size() >= 3 && i == last) {
      drop = off(last, last - 1, last - 2);
    } else if (i > 0 && i < last) {
      drop =
          (kept.empty() || apart(kept.back(), readings[i])) && apart(readings[i], readings[i + 1]);
    }
    if (!drop) kept.push_back(readings[i]);
  }
  return kept;
}

std::vector<std::size_t> find_breaks(std::span<const LagReading> readings, double slope,
                                     double least_jump) {
  std::vector<std::size_t> breaks;
  for (std::size_t i = 1; i < readings.size(); ++i) {
    const double expected = readings[i - 1].lag + slope * (readings[i].at - readings[i - 1].at);
    if (std::abs(readings[i].lag - expected) >= least_jump) breaks.push_back(i);
  }
  return breaks;
}

double worst_stretch(std::span<const LagReading> readings, const LagReading& origin, double slope,
                     std::size_t count) {
  double worst = 0.0;
  for (std::size_t i = 0; i + count <= readings.size(); ++i) {
    std::vector<double> off;
    for (const LagReading& reading : readings.subspan(i, count)) {
      off.push_back(reading.lag - origin.lag - slope * (reading.at - origin.at));
    }
    worst = std::max(worst, std::abs(median(std::move(off))));
  }
  return worst;
}

LagLine fit_lag_line(std::span<const LagReading> readings, std::span<const std::size_t> breaks) {
  assert(!readings.empty());
  const auto runs = runs_of(readings, breaks);
  std::vector<RunSums> sums;
  double spread = 0.0;
  double covariance = 0.0;
  for (const auto run : runs) {
    sums.push_back(sums_of(run));
    spread += sums.back().spread;
    covariance += sums.back().covariance;
  }
  LagLine line;
  if (spread > 0.0) {
    line.slope = covariance / spread;
    line.slope_sigma = 1.0 / std::sqrt(spread);
  }
  for (const RunSums& run : sums) line.intercept.push_back(run.lag - line.slope * run.at);
  const double excess = excess_scatter(runs, line);
  line.slope_sigma *= excess;
  for (const RunSums& run : sums) {
    line.intercept_sigma.push_back(
        std::hypot(excess / std::sqrt(run.weight), run.at * line.slope_sigma));
  }
  return line;
}

}  // namespace ampsweep::analysis
