// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lag_steps.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kFewest = 2;  ///< Readings on either side of a break.

/// Weighted sums of readings 0 .. n - 1 for every n, so that any run's line costs one step.
class RunTable {
 public:
  RunTable(std::span<const LagReading> readings, double scatter) : sums_(readings.size() + 1) {
    const double origin = readings.front().at;
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const LagReading& r = readings[i];
      const double sigma = r.sigma * scatter;
      const double w = 1.0 / (sigma * sigma);
      const double t = (r.at - origin) * 1e-5;
      const double lag = r.lag - readings.front().lag;
      const Sums& s = sums_[i];
      sums_[i + 1] = {s.w + w, s.t + w * t, s.lag + w * lag, s.tt + w * t * t, s.tl + w * t * lag};
    }
  }
  struct Spread {
    double variance{0.0};    ///< Of the places.
    double covariance{0.0};  ///< Places with lags.
    double explained{0.0};   ///< (sum lag)^2 / weight: what the run's own mean explains.
  };
  /// Of readings [first, end).
  [[nodiscard]] Spread of(std::size_t first, std::size_t end) const {
    const Sums& a = sums_[first];
    const Sums& b = sums_[end];
    const double w = b.w - a.w;
    const double t = b.t - a.t;
    const double lag = b.lag - a.lag;
    return {b.tt - a.tt - t * t / w, b.tl - a.tl - t * lag / w, lag * lag / w};
  }

 private:
  struct Sums {
    double w{0.0}, t{0.0}, lag{0.0}, tt{0.0}, tl{0.0};
  };
  std::vector<Sums> sums_;
};

/// What one common slope and a mean for every run explain of the weighted squares.
double explained(const RunTable::Spread& s) {
  return s.explained + (s.variance > 0.0 ? s.covariance * s.covariance / s.variance : 0.0);
}

RunTable::Spread sum(const RunTable::Spread& a, const RunTable::Spread& b) {
  return {a.variance + b.variance, a.covariance + b.covariance, a.explained + b.explained};
}

struct Candidate {
  std::size_t at{0};
  double gain{0.0};
};

/// The one break more that explains most.
Candidate best_break(const RunTable& table, std::size_t size,
                     const std::vector<std::size_t>& breaks) {
  std::vector<std::size_t> ends(breaks);
  ends.push_back(size);
  std::vector<RunTable::Spread> runs;
  RunTable::Spread all;
  std::size_t first = 0;
  for (const std::size_t end : ends) {
    runs.push_back(table.of(first, end));
    all = sum(all, runs.back());
    first = end;
  }
  const double now = explained(all);
  Candidate best;
  first = 0;
  for (std::size_t r = 0; r < ends.size(); ++r) {
    const RunTable::Spread others{all.variance - runs[r].variance,
                                  all.covariance - runs[r].covariance,
                                  all.explained - runs[r].explained};
    for (std::size_t at = first + kFewest; at + kFewest <= ends[r]; ++at) {
      const auto split = sum(others, sum(table.of(first, at), table.of(at, ends[r])));
      const double gain = explained(split) - now;
      if (gain > best.gain) best = {at, gain};
    }
    first = ends[r];
  }
  return best;
}

/// Takes back breaks that came out small in the fit with all of them.
void drop_small(std::span<const LagReading> readings, double least_jump,
                std::vector<std::size_t>& breaks) {
  while (!breaks.empty()) {
    const LagLine line = fit_lag_line(readings, breaks);
    std::size_t smallest = 0;
    double size = std::abs(line.intercept[1] - line.intercept[0]);
    for (std::size_t b = 1; b < breaks.size(); ++b) {
      const double jump = std::abs(line.intercept[b + 1] - line.intercept[b]);
      if (jump >= size) continue;
      size = jump;
      smallest = b;
    }
    if (size >= least_jump) return;
    breaks.erase(breaks.begin() + static_cast<std::ptrdiff_t>(smallest));
  }
}

}  // namespace

double excess_scatter_of(std::span<const LagReading> readings) {
  std::vector<double> sizes;
  for (std::size_t i = 2; i + 2 < readings.size(); ++i) {
    const LagReading& a = readings[i - 2];
    const LagReading& b = readings[i];
    const LagReading& c = readings[i + 2];
    const double span = c.at - a.at;
    if (!(span > 0.0)) continue;
    const double left = (c.at - b.at) / span;
    const double right = 1.0 - left;
    const double off = b.lag - left * a.lag - right * c.lag;
    const double sigma = std::sqrt(b.sigma * b.sigma + left * left * a.sigma * a.sigma +
                                   right * right * c.sigma * c.sigma);
    sizes.push_back(std::abs(off) / sigma);
  }
  if (sizes.size() < 3) return 1.0;
  return std::max(1.0, median(std::move(sizes)) / 0.6745);
}

std::vector<std::size_t> find_steps(std::span<const LagReading> readings, double least_jump,
                                    double least_gain, std::size_t most) {
  std::vector<std::size_t> breaks;
  if (readings.size() < 2 * kFewest) return breaks;
  const RunTable table(readings, excess_scatter_of(readings));
  while (breaks.size() < most) {
    const Candidate best = best_break(table, readings.size(), breaks);
    if (!(best.gain > least_gain)) break;
    breaks.insert(std::upper_bound(breaks.begin(), breaks.end(), best.at), best.at);
  }
  drop_small(readings, least_jump, breaks);
  return breaks;
}

}  // namespace ampsweep::analysis
