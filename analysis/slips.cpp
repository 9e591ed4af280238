// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/slips.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "analysis/realign.hpp"

namespace ampsweep::analysis {
namespace {

/// Log-likelihood by which a split must lose to be ruled out (4 sigma: 4^2/2), times 4 because what
/// is left over is model error as much as white noise. Likelihood is error / (2 sigma^2).
constexpr double kRuledOut = 2.0 * 4.0 * 8.0;
constexpr double kRounding = 1e-14;  ///< Noise power of a float32 recording at least.

/// What the recording should hold from `first` on if `lag` held there.
std::vector<double> prediction(std::span<const double> expected, std::int64_t first,
                               std::int64_t length, double lag, const BreakHypothesis& hypothesis) {
  const double squeeze = 1.0 / (1.0 + hypothesis.drift);
  std::vector<double> out = realign(expected, (static_cast<double>(first) - lag) * squeeze,
                                    (squeeze - 1.0) * 1e6, SampleCount{length});
  for (double& sample : out) sample *= hypothesis.gain;
  return out;
}

}  // namespace

BreakBracket place_break(std::span<const double> expected, std::span<const float> recording,
                         std::int64_t first, std::int64_t last, const BreakHypothesis& hypothesis) {
  first = std::clamp<std::int64_t>(first, 0, static_cast<std::int64_t>(recording.size()));
  last = std::clamp<std::int64_t>(last, first, static_cast<std::int64_t>(recording.size()));
  const std::int64_t length = last - first;
  const auto before = prediction(expected, first, length, hypothesis.lag_before, hypothesis);
  const auto after = prediction(expected, first, length, hypothesis.lag_after, hypothesis);

  // cost[s]: extra squared error of a break at first + s over one at `first`.
  std::vector<double> cost(static_cast<std::size_t>(length) + 1, 0.0);
  for (std::size_t i = 0; i + 1 < cost.size(); ++i) {
    const double heard = static_cast<double>(recording[static_cast<std::size_t>(first) + i]);
    const double old_error = heard - before[i];
    const double new_error = heard - after[i];
    cost[i + 1] = cost[i] + old_error * old_error - new_error * new_error;
  }
  const auto best =
      static_cast<std::size_t>(std::min_element(cost.begin(), cost.end()) - cost.begin());
  double noise = 0.0;
  for (std::size_t i = 0; i + 1 < cost.size(); ++i) {
    const double heard = static_cast<double>(recording[static_cast<std::size_t>(first) + i]);
    const double error = heard - (i < best ? before[i] : after[i]);
    noise += error * error;
  }
  noise = std::max(noise / static_cast<double>(std::max<std::int64_t>(length, 1)), kRounding);

  const double limit = cost[best] + kRuledOut * noise;
  const auto possible = [limit](double value) { return value <= limit; };
  const auto from = std::find_if(cost.begin(), cost.end(), possible) - cost.begin();
  const auto to = cost.rend() - std::find_if(cost.rbegin(), cost.rend(), possible) - 1;
  return {first + from, first + to};
}

}  // namespace ampsweep::analysis
