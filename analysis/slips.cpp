// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/slips.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

#include "analysis/hermitian.hpp"
#include "analysis/realign.hpp"

namespace ampsweep::analysis {
namespace {

/// Log-likelihood by which a split must lose to be ruled out (4 sigma: 4^2/2), times 4 because what
/// is left over is model error as much as white noise. Likelihood is error / (2 sigma^2).
constexpr double kRuledOut = 2.0 * 4.0 * 8.0;
/// Time constants of the high-passes below, samples: corners of 35, 15, 6 and 2 Hz at 48 kHz, in
/// proportion at other rates, where they still lie between an amp's own corners.
constexpr std::array kMemories{218.0, 512.0, 1273.0, 3820.0};
constexpr std::int64_t kHistory = 32768;  ///< Eight of the longest: what was before is forgotten.
constexpr std::size_t kShapes = kMemories.size() + 2;
constexpr double kRidge = 1e-9;  ///< Keeps the equations solvable where little or nothing sounds.
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

/// What a first-order high-pass takes out of a sound.
std::vector<double> slow_part(const std::vector<double>& sound, double memory) {
  std::vector<double> out(sound.size());
  double mean = 0.0;
  for (std::size_t i = 0; i < sound.size(); ++i) {
    mean += (sound[i] - mean) / memory;
    out[i] = mean;
  }
  return out;
}

/// What may be heard of a prediction: itself, its slow parts (high-passes of other corners or
/// orders than the model's advance the first notes of a sweep, as a lost sample would), and DC.
using Shapes = std::array<std::vector<double>, kShapes>;

/// The first kHistory samples of `predicted` only fill the slow parts.
Shapes shapes_of(std::vector<double> predicted) {
  Shapes shapes;
  for (std::size_t k = 0; k < kMemories.size(); ++k) {
    shapes[k + 1] = slow_part(predicted, kMemories[k]);
  }
  shapes.back().assign(predicted.size(), 1.0);
  shapes.front() = std::move(predicted);
  for (auto& shape : shapes) shape.erase(shape.begin(), shape.begin() + kHistory);
  return shapes;
}

/// Normal equations of least squares on the shapes.
struct Normal {
  using Matrix = std::array<double, kShapes * kShapes>;
  Matrix matrix{};
  std::array<double, kShapes> right{};

  void add(const Shapes& shapes, std::size_t i, double heard, double sign) {
    for (std::size_t a = 0; a < kShapes; ++a) {
      right[a] += sign * shapes[a][i] * heard;
      for (std::size_t b = 0; b < kShapes; ++b) {
        matrix[kShapes * a + b] += sign * shapes[a][i] * shapes[b][i];
      }
    }
  }
  /// Of the squares of `heard`, what the shapes explain.
  [[nodiscard]] double explained() const {
    Matrix factor = matrix;
    std::array<double, kShapes> weights = right;
    for (std::size_t a = 0; a < kShapes; ++a) {
      factor[(kShapes + 1) * a] = factor[(kShapes + 1) * a] * (1.0 + kRidge) + kSlipRounding;
    }
    cholesky(std::span<double>(factor), kShapes);
    solve_cholesky(std::span<const double>(factor), std::span<double>(weights));
    return std::inner_product(weights.begin(), weights.end(), right.begin(), 0.0);
  }
};

/// cost[s]: squares of `heard` that are left with the break at s, the shapes weighted as suits it.
std::vector<double> split_costs(std::span<const float> heard, const Shapes& before,
                                const Shapes& after) {
  Normal normal;
  double power = 0.0;
  for (std::size_t i = 0; i < heard.size(); ++i) {
    const double sample = static_cast<double>(heard[i]);
    normal.add(after, i, sample, 1.0);
    power += sample * sample;
  }
  std::vector<double> cost{power - normal.explained()};
  cost.reserve(heard.size() + 1);
  for (std::size_t i = 0; i < heard.size(); ++i) {
    const double sample = static_cast<double>(heard[i]);
    normal.add(after, i, sample, -1.0);
    normal.add(before, i, sample, 1.0);
    cost.push_back(power - normal.explained());
  }
  return cost;
}

}  // namespace

BreakBracket place_break(std::span<const double> expected, std::span<const float> recording,
                         std::int64_t first, std::int64_t last, const BreakHypothesis& hypothesis) {
  first = std::clamp<std::int64_t>(first, 0, static_cast<std::int64_t>(recording.size()));
  last = std::clamp<std::int64_t>(last, first, static_cast<std::int64_t>(recording.size()));
  const std::int64_t length = last - first;
  const auto heard =
      recording.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(length));
  const auto shapes = [&](double lag) {
    return shapes_of(prediction(expected, first - kHistory, kHistory + length, lag, hypothesis));
  };
  const std::vector<double> cost =
      split_costs(heard, shapes(hypothesis.lag_before), shapes(hypothesis.lag_after));
  const double least = *std::min_element(cost.begin(), cost.end());
  const double noise = std::max(least / static_cast<double>(cost.size()), kSlipRounding);
  const auto possible = [limit = least + kRuledOut * noise](double value) {
    return value <= limit;
  };
  const auto from = std::find_if(cost.begin(), cost.end(), possible) - cost.begin();
  const auto to = cost.rend() - std::find_if(cost.rbegin(), cost.rend(), possible) - 1;
  return {first + from, first + to};
}

}  // namespace ampsweep::analysis
