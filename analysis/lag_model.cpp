// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lag_model.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "analysis/lag_steps.hpp"
#include "analysis/level_effect.hpp"
#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

constexpr int kLevelRounds = 4;
constexpr std::size_t kCompany = 9;  ///< Readings among which one is judged.
constexpr int kHuberRounds = 5;
constexpr double kHuber = 1.345;

/// Without the readings that lie `limit` or more off the median of their neighbourhood: a note or
/// three that fit better a few periods off are no slip there and back. An even number has two
/// medians and either is company: of two groups alike nobody can say which is the stray one.
std::vector<LagReading> in_company(std::span<const LagReading> readings, double limit) {
  const std::size_t width = std::min(kCompany, readings.size());
  std::vector<LagReading> kept;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const std::size_t first = std::min(i - std::min(i, width / 2), readings.size() - width);
    std::vector<double> lags;
    for (const LagReading& other : readings.subspan(first, width)) lags.push_back(other.lag);
    std::sort(lags.begin(), lags.end());
    const double off = std::min(std::abs(readings[i].lag - lags[(width - 1) / 2]),
                                std::abs(readings[i].lag - lags[width / 2]));
    if (off < limit) kept.push_back(readings[i]);
  }
  return kept;
}

/// Huber's weights: a few notes that move the amp's delay by a sample do not tilt the line.
void fit_robustly(LagModel& model) {
  const std::vector<LagReading> measured = model.readings;
  model.line = fit_lag_line(model.readings, model.breaks);
  for (int round = 0; round < kHuberRounds; ++round) {
    std::vector<double> sizes;
    for (const LagReading& r : measured) sizes.push_back(std::abs(r.lag - model.lag(r.at)));
    const double usual = kHuber * kMedianToSigma * middle_of(sizes);
    for (std::size_t i = 0; i < measured.size(); ++i) {
      const double stretched = usual > 0.0 ? std::max(1.0, std::sqrt(sizes[i] / usual)) : 1.0;
      model.readings[i].sigma = measured[i].sigma * stretched;
    }
    model.line = fit_lag_line(model.readings, model.breaks);
  }
}

LagModel line_through(const std::vector<BlockReading>& blocks, const JumpLimits& limits) {
  std::vector<LagReading> readings;
  for (const BlockReading& block : blocks) readings.push_back(block.lag);
  // What a note does to an amp's delay is no noise that its own sigma knows of.
  const double scatter = excess_scatter_of(readings);
  std::vector<double> sigmas;
  for (const LagReading& r : readings) sigmas.push_back(r.sigma * scatter);
  const double typical = middle_of(sigmas);
  for (LagReading& r : readings) r.sigma = std::hypot(r.sigma, typical);
  const double limit = std::max(1.0, 8.0 * typical);
  readings = in_company(readings, limit);
  std::vector<std::size_t> breaks = find_steps(readings, limits.least_samples, limits.least_gain);
  LagModel model{std::move(readings), std::move(breaks), {}};
  fit_robustly(model);
  return model;
}

}  // namespace

std::size_t LagModel::run_at(double at) const {
  std::size_t run = 0;
  while (run < breaks.size() && at >= place(run)) ++run;
  return run;
}

double LagModel::place(std::size_t b) const {
  return 0.5 * (readings[breaks[b] - 1].at + readings[breaks[b]].at);
}

double LagModel::lag(double at) const { return line.intercept[run_at(at)] + line.slope * at; }

LagModel fit_lag_model(std::vector<BlockReading> blocks, const JumpLimits& limits) {
  LagModel model;
  if (blocks.size() < 2) return model;
  for (int round = 0; round < kLevelRounds; ++round) {
    model = line_through(blocks, limits);
    std::vector<LevelValue> off;
    for (const BlockReading& block : blocks) {
      off.push_back({block.level_db, block.lag.lag - model.lag(block.lag.at)});
    }
    const std::vector<double> effect = level_effect(off);
    for (std::size_t i = 0; i < blocks.size(); ++i) blocks[i].lag.lag -= effect[i];
  }
  return line_through(blocks, limits);
}

}  // namespace ampsweep::analysis
