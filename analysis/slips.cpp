// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/slips.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "analysis/realign.hpp"

namespace ampsweep::analysis {
namespace {

/// Log-likelihood by which a split must lose to be ruled out (4 sigma: 4^2/2), times 4 because what
/// is left over is model error as much as white noise. Likelihood is error / (2 sigma^2).
constexpr double kRuledOut = 2.0 * 4.0 * 8.0;
constexpr double kCorner = 0.005;    ///< rad/sample: 38 Hz at 48 kHz.
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

/// What the prediction leaves over, through a first-order high-pass: blind to DC and to slow errors
/// of the AC coupling model.
std::vector<double> left_over(std::span<const float> heard, std::span<const double> predicted,
                              double corner) {
  std::vector<double> out(heard.size(), 0.0);
  const double decay = std::exp(-corner);
  for (std::size_t i = 1; i < heard.size(); ++i) {
    const double step = (static_cast<double>(heard[i]) - predicted[i]) -
                        (static_cast<double>(heard[i - 1]) - predicted[i - 1]);
    out[i] = decay * out[i - 1] + step;
  }
  return out;
}

}  // namespace

BreakBracket place_break(std::span<const double> expected, std::span<const float> recording,
                         std::int64_t first, std::int64_t last, const BreakHypothesis& hypothesis) {
  first = std::clamp<std::int64_t>(first, 0, static_cast<std::int64_t>(recording.size()));
  last = std::clamp<std::int64_t>(last, first, static_cast<std::int64_t>(recording.size()));
  const std::int64_t length = last - first;
  const auto heard =
      recording.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(length));
  const auto before = prediction(expected, first, length, hypothesis.lag_before, hypothesis);
  const auto after = prediction(expected, first, length, hypothesis.lag_after, hypothesis);

  // cost[s]: extra squared error of a break at first + s over one at `first`.
  const std::vector<double> old_error = left_over(heard, before, kCorner);
  const std::vector<double> new_error = left_over(heard, after, kCorner);
  std::vector<double> cost(old_error.size() + 1, 0.0);
  for (std::size_t i = 0; i < old_error.size(); ++i) {
    cost[i + 1] = cost[i] + old_error[i] * old_error[i] - new_error[i] * new_error[i];
  }
  const auto best =
      static_cast<std::size_t>(std::min_element(cost.begin(), cost.end()) - cost.begin());
  double noise = kRounding;
  for (std::size_t i = 0; i < old_error.size(); ++i) {
    const double error = i < best ? old_error[i] : new_error[i];
    noise += error * error / static_cast<double>(old_error.size());
  }

  const double limit = cost[best] + kRuledOut * noise;
  const auto possible = [limit](double value) { return value <= limit; };
  const auto from = std::find_if(cost.begin(), cost.end(), possible) - cost.begin();
  const auto to = cost.rend() - std::find_if(cost.rbegin(), cost.rend(), possible) - 1;
  return {first + from, first + to};
}

}  // namespace ampsweep::analysis
