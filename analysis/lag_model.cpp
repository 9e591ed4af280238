// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lag_model.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "analysis/lag_steps.hpp"
#include "analysis/level_effect.hpp"
#include "analysis/low_excursion.hpp"
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
std::vector<BlockReading> in_company(std::span<const BlockReading> blocks, double limit) {
  const std::size_t width = std::min(kCompany, blocks.size());
  std::vector<BlockReading> kept;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::size_t first = std::min(i - std::min(i, width / 2), blocks.size() - width);
    std::vector<double> lags;
    for (const BlockReading& other : blocks.subspan(first, width)) lags.push_back(other.lag.lag);
    std::sort(lags.begin(), lags.end());
    const double off = std::min(std::abs(blocks[i].lag.lag - lags[(width - 1) / 2]),
                                std::abs(blocks[i].lag.lag - lags[width / 2]));
    if (off < limit) kept.push_back(blocks[i]);
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

std::vector<LagReading> lags_of(const std::vector<BlockReading>& blocks) {
  std::vector<LagReading> readings;
  for (const BlockReading& block : blocks) readings.push_back(block.lag);
  return readings;
}

std::vector<double> periods_of(const std::vector<BlockReading>& blocks) {
  std::vector<double> periods;
  for (const BlockReading& block : blocks) periods.push_back(block.period_samples);
  return periods;
}

LagModel line_through(std::vector<BlockReading> blocks, const JumpLimits& limits) {
  // What a note does to an amp's delay is no noise that its own sigma knows of.
  const double scatter = excess_scatter_of(lags_of(blocks));
  std::vector<double> sigmas;
  for (const BlockReading& block : blocks) sigmas.push_back(block.lag.sigma * scatter);
  const double typical = middle_of(sigmas);
  for (BlockReading& block : blocks) block.lag.sigma = std::hypot(block.lag.sigma, typical);
  blocks = in_company(blocks, std::max(1.0, 8.0 * typical));
  while (true) {
    LagModel model;
    model.readings = lags_of(blocks);
    model.breaks = find_steps(model.readings, limits.least_samples, limits.least_gain);
    fit_robustly(model);
    const auto low = low_excursion(model, periods_of(blocks));
    if (!low) return model;
    blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(low->first),
                 blocks.begin() + static_cast<std::ptrdiff_t>(low->end));
  }
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

std::size_t LagModel::longest_run() const {
  std::size_t longest = 0;
  std::size_t most = 0;
  for (std::size_t run = 0; run <= breaks.size(); ++run) {
    const std::size_t first = run == 0 ? 0 : breaks[run - 1];
    const std::size_t end = run == breaks.size() ? readings.size() : breaks[run];
    if (end - first > most) longest = run;
    most = std::max(most, end - first);
  }
  return longest;
}

LagModel LagModel::without_breaks() const {
  const std::size_t run = longest_run();
  LagModel straight{readings, {}, line};
  straight.line.intercept = {line.intercept[run]};
  straight.line.intercept_sigma = {line.intercept_sigma[run]};
  return straight;
}

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
