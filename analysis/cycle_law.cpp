// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/cycle_law.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace ampsweep::analysis {
namespace {

constexpr double kLoudCrossing =
    0.3;  ///< Of the peak: above, zero upward_crossings can be trusted.
constexpr double kCoarseError = 0.12;  ///< Cycles rms that the first law may miss by.
constexpr std::size_t kLeastCrossings = 16;

/// Upward zero upward_crossings between the first and the last loud sample, while a cycle has four
/// samples and more.
std::vector<double> upward_crossings(std::span<const float> x, double largest) {
  const auto loud = [&](float sample) { return std::abs(sample) > kLoudCrossing * largest; };
  const auto first = std::find_if(x.begin(), x.end(), loud) - x.begin();
  const auto last = x.rend() - std::find_if(x.rbegin(), x.rend(), loud);
  std::vector<double> times;
  for (auto i = static_cast<std::size_t>(first) + 1; i < static_cast<std::size_t>(last); ++i) {
    if (!(x[i - 1] < 0.0F && x[i] >= 0.0F)) continue;
    const double below = -static_cast<double>(x[i - 1]);
    const double t = static_cast<double>(i - 1) + below / (below + static_cast<double>(x[i]));
    if (!times.empty() && t - times.back() < 4.0) break;
    times.push_back(t);
  }
  return times;
}

struct CrossingFit {
  CycleLaw law;
  double error{0.0};  ///< Cycles rms.
};

/// Least squares of c and b for a given growth; crossing k has phase k.
CrossingFit fit_crossings(const std::vector<double>& times, double growth) {
  const auto n = static_cast<double>(times.size());
  const double last = times.back();
  const auto grown = [&](double t) { return std::exp((t - last) / growth); };
  double se = 0.0;
  double see = 0.0;
  double sek = 0.0;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const double e = grown(times[k]);
    se += e;
    see += e * e;
    sek += e * static_cast<double>(k);
  }
  const double sk = 0.5 * n * (n - 1.0);
  const double c = (n * sek - se * sk) / (n * see - se * se);
  const double b = (sk - c * se) / n;
  double sum = 0.0;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const double miss = c * grown(times[k]) + b - static_cast<double>(k);
    sum += miss * miss;
  }
  return {{c * std::exp(-last / growth), growth, b}, std::sqrt(sum / n)};
}

}  // namespace

// The growth with the least error: a grid around what the first and last periods say, then
// golden section.
std::optional<CycleLaw> law_from_crossings(std::span<const float> x, double largest) {
  const std::vector<double> times = upward_crossings(x, largest);
  if (times.size() < kLeastCrossings) return std::nullopt;
  const std::size_t n = times.size();
  const double first_period = (times[2] - times[0]) / 2.0;
  const double last_period = (times[n - 1] - times[n - 5]) / 4.0;
  if (!(first_period > 1.2 * last_period)) return std::nullopt;
  const double guess = (times[n - 3] - times[1]) / std::log(first_period / last_period);
  double best = guess;
  double least = fit_crossings(times, guess).error;
  for (int step = -20; step <= 20; ++step) {
    const double growth = guess * std::exp(0.02 * step);
    const double error = fit_crossings(times, growth).error;
    if (error < least) {
      least = error;
      best = growth;
    }
  }
  constexpr double kGolden = 0.6180339887498949;
  double low = best * std::exp(-0.02);
  double high = best * std::exp(0.02);
  while (high - low > 1e-9 * high) {
    const double a = high - kGolden * (high - low);
    const double b = low + kGolden * (high - low);
    if (fit_crossings(times, a).error < fit_crossings(times, b).error) {
      high = b;
    } else {
      low = a;
    }
  }
  const CrossingFit fit = fit_crossings(times, 0.5 * (low + high));
  if (!(fit.error < kCoarseError)) return std::nullopt;
  return fit.law;
}

}  // namespace ampsweep::analysis
