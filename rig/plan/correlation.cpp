// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/correlation.hpp"

#include <cassert>
#include <cmath>
#include <numeric>

namespace ampsweep::rig {
namespace {

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

std::optional<double> pearson(std::span<const double> x, std::span<const double> y) {
  assert(x.size() == y.size());
  if (x.size() < 2) return std::nullopt;
  const double mean_x = mean_of(x);
  const double mean_y = mean_of(y);
  double xx = 0.0;
  double yy = 0.0;
  double xy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  // A constant column leaves the rounding of its mean, not zeros.
  const double rounding = 1e-20 * static_cast<double>(x.size());
  if (xx <= rounding * (1.0 + mean_x * mean_x)) return std::nullopt;
  if (yy <= rounding * (1.0 + mean_y * mean_y)) return std::nullopt;
  return xy / std::sqrt(xx * yy);
}

TimeCorrelation time_correlation(const std::vector<Knob>& knobs,
                                 const std::vector<PlannedTake>& takes) {
  std::vector<double> times;
  for (const PlannedTake& take : takes) {
    if (take.split == Split::Train) times.push_back(take.id);
  }
  TimeCorrelation worst;
  for (const Knob& knob : knobs) {
    std::vector<double> values;
    for (const PlannedTake& take : takes) {
      if (take.split == Split::Train) values.push_back(normalised(knob, take.setting.at(knob.id)));
    }
    const double r = std::abs(pearson(times, values).value_or(0.0));
    if (r > worst.largest) worst = {r, knob.id};
  }
  return worst;
}

}  // namespace ampsweep::rig
