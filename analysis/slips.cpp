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
/// Half width of the average that counts as slow, samples: 21 ms at 48 kHz, a period of the lowest
/// guitar string and more.
constexpr std::size_t kSlow = 512;
constexpr double kSlipRounding = 1e-14;  ///< Noise power of a float32 recording at least.

/// What the recording should hold from `first` on if `lag` held there.
std::vector<double> prediction(std::span<const double> expected, std::int64_t first,
                               std::int64_t length, double lag, const BreakHypothesis& hypothesis) {
  const double squeeze = 1.0 / (1.0 + hypothesis.drift);
  std::vector<double> out = realign(expected, (static_cast<double>(first) - lag) * squeeze,
                                    (squeeze - 1.0) * 1e6, SampleCount{length});
  for (double& sample : out) sample *= hypothesis.gain;
  return out;
}

/// A stretch of recording and what it should be with the old and with the new delay.
struct SlipScene {
  std::vector<double> heard;
  std::vector<double> before;
  std::vector<double> after;

  [[nodiscard]] std::size_t size() const { return heard.size(); }
  /// The prediction with the break at `split`.
  [[nodiscard]] double predicted(std::size_t i, std::size_t split) const {
    return i < split ? before[i] : after[i];
  }
};

/// cost[s]: extra squared error of a break at s over one at 0.
std::vector<double> split_costs(const SlipScene& scene) {
  std::vector<double> cost(scene.size() + 1, 0.0);
  for (std::size_t i = 0; i < scene.size(); ++i) {
    const double old_error = scene.heard[i] - scene.before[i];
    const double new_error = scene.heard[i] - scene.after[i];
    cost[i + 1] = cost[i] + old_error * old_error - new_error * new_error;
  }
  return cost;
}

std::size_t cheapest(const std::vector<double>& cost) {
  return static_cast<std::size_t>(std::min_element(cost.begin(), cost.end()) - cost.begin());
}

/// Takes out of `heard` what is wrong with the predictions wherever the break is: an error of the
/// gain, and whatever changes slowly (DC, a high-pass of higher order than the model's).
void remove_common_errors(SlipScene& scene, std::size_t split) {
  double heard_predicted = 0.0;
  double predicted_predicted = 0.0;
  for (std::size_t i = 0; i < scene.size(); ++i) {
    const double predicted = scene.predicted(i, split);
    heard_predicted += scene.heard[i] * predicted;
    predicted_predicted += predicted * predicted;
  }
  if (!(predicted_predicted > 0.0)) return;
  const double gain = heard_predicted / predicted_predicted;
  for (double& sample : scene.before) sample *= gain;
  for (double& sample : scene.after) sample *= gain;

  std::vector<double> sum(scene.size() + 1, 0.0);
  for (std::size_t i = 0; i < scene.size(); ++i) {
    sum[i + 1] = sum[i] + scene.heard[i] - scene.predicted(i, split);
  }
  for (std::size_t i = 0; i < scene.size(); ++i) {
    const std::size_t from = i > kSlow ? i - kSlow : 0;
    const std::size_t to = std::min(i + kSlow + 1, scene.size());
    scene.heard[i] -= (sum[to] - sum[from]) / static_cast<double>(to - from);
  }
}

double noise_power(const SlipScene& scene, std::size_t split) {
  double sum = 0.0;
  for (std::size_t i = 0; i < scene.size(); ++i) {
    const double error = scene.heard[i] - scene.predicted(i, split);
    sum += error * error;
  }
  return scene.size() > 0 ? std::max(sum / static_cast<double>(scene.size()), kSlipRounding)
                          : kSlipRounding;
}

}  // namespace

BreakBracket place_break(std::span<const double> expected, std::span<const float> recording,
                         std::int64_t first, std::int64_t last, const BreakHypothesis& hypothesis) {
  first = std::clamp<std::int64_t>(first, 0, static_cast<std::int64_t>(recording.size()));
  last = std::clamp<std::int64_t>(last, first, static_cast<std::int64_t>(recording.size()));
  const std::int64_t length = last - first;
  SlipScene scene{{recording.begin() + first, recording.begin() + last},
              prediction(expected, first, length, hypothesis.lag_before, hypothesis),
              prediction(expected, first, length, hypothesis.lag_after, hypothesis)};
  remove_common_errors(scene, cheapest(split_costs(scene)));
  const std::vector<double> cost = split_costs(scene);
  const std::size_t best = cheapest(cost);
  const double limit = cost[best] + kRuledOut * noise_power(scene, best);
  const auto possible = [limit](double value) { return value <= limit; };
  const auto from = std::find_if(cost.begin(), cost.end(), possible) - cost.begin();
  const auto to = cost.rend() - std::find_if(cost.rbegin(), cost.rend(), possible) - 1;
  return {first + from, first + to};
}

}  // namespace ampsweep::analysis
