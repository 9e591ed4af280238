// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lag_follower.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <utility>

#include "analysis/excess_delay.hpp"
#include "analysis/lag_path.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kSeen = 48;  ///< Blocks whose fits a path is sought through at once.
constexpr std::size_t kKept = 32;  ///< Of them: what comes later still bears witness on these.
constexpr int kInWindow = 64;      ///< Samples: a lag of more is read where it stands.

}  // namespace

LagFollower::LagFollower(PairSource& pair, std::stop_token stop)
    : pair_(pair), stop_(std::move(stop)), blocks_(pair.rate()), shapes_(pair.rate(), 1.0, {{}}) {
  make_room();
}

void LagFollower::hear_with(ShapeMaker shapes) {
  shapes_ = std::move(shapes);
  make_room();
}

void LagFollower::make_room() {
  x_.resize(blocks_.size() + shapes_.lead());
  y_.resize(blocks_.size());
  shaped_.assign(shapes_.count(), std::vector<double>(blocks_.size()));
}

PairResponse LagFollower::response(const LagModel& model, std::int64_t from, std::int64_t to,
                                   std::size_t shapes, std::int64_t most_blocks) {
  PairResponse gathered{pair_.rate(), shapes};
  const auto size = static_cast<std::int64_t>(gathered.size());
  const std::int64_t hop = std::max(size / 2, (to - from) / most_blocks);
  const auto lead = static_cast<std::int64_t>(shapes_.lead());
  std::vector<float> x(gathered.size() + shapes_.lead());
  std::vector<float> y(gathered.size());
  for (std::int64_t at = from; at + size <= to && !stop_.stop_requested(); at += hop) {
    if (model.run_at(static_cast<double>(at)) != model.run_at(static_cast<double>(at + size))) {
      continue;
    }
    const double lag = model.lag(static_cast<double>(at + size / 2));
    const std::int64_t whole = std::llround(lag);
    pair_.read_x(at - lead, x);
    pair_.read_y(at + whole, y);
    shapes_.make(x, shaped_);
    gathered.add(shaped_, y, lag - static_cast<double>(whole));
  }
  return gathered;
}

bool LagFollower::use(const ResponseSpectrum& spectrum) {
  if (spectrum.octaves() < kLeastOctaves) return false;
  blocks_.set_response(spectrum);
  return true;
}

std::vector<BlockReading> LagFollower::follow_from(std::int64_t start, double lag) {
  const Expected same = [lag](double) { return lag; };
  const std::int64_t hop = block() / 2;
  std::vector<BlockReading> readings = follow(start - hop, -hop, same);
  std::reverse(readings.begin(), readings.end());
  const std::vector<BlockReading> later = follow(start, hop, same);
  readings.insert(readings.end(), later.begin(), later.end());
  return readings;
}

std::vector<BlockReading> LagFollower::follow(const LagModel& model) {
  return follow(0, block() / 2, [&model](double at) { return model.lag(at); });
}

bool LagFollower::inside(std::int64_t at) const {
  return at >= 0 && at + block() <= pair_.x_length();
}

std::optional<HeardBlock> LagFollower::hear(std::int64_t at, std::int64_t lag) {
  if (at + lag < -block() || at + lag > pair_.y_length()) return std::nullopt;
  pair_.read_x(at - static_cast<std::int64_t>(shapes_.lead()), x_);
  pair_.read_y(at + lag, y_);
  shapes_.make(x_, shaped_);
  return blocks_.hear(shaped_, y_);
}

/// By hops from `at` on, a stretch at a time: each block is read near the path that its stretch's
/// fits have in common. Where the path leaves the expected lag, the next stretch expects it there.
std::vector<BlockReading> LagFollower::follow(std::int64_t at, std::int64_t hop,
                                              const Expected& expected) {
  std::vector<BlockReading> readings;
  std::deque<Sought> stretch;
  std::vector<LagFits> fits;
  std::int64_t off = 0;
  std::int64_t next = at;
  while (inside(at) && !stop_.stop_requested()) {
    for (; inside(next) && fits.size() < kSeen; next += hop) {
      const double there = expected(static_cast<double>(next + block() / 2));
      Sought& block = stretch.emplace_back(Sought{next, off + std::llround(there), {}});
      block.heard = hear(block.at, block.lag);
      fits.push_back(block.heard ? blocks_.fits(*block.heard) : LagFits{});
    }
    const std::vector<int> path = lag_path(fits);
    const std::size_t kept = fits.size() < kSeen ? fits.size() : kKept;
    for (std::size_t i = 0; i < kept; ++i, at += hop) {
      if (const auto reading = read(stretch.front(), path[i])) readings.push_back(*reading);
      stretch.pop_front();
    }
    fits.erase(fits.begin(), fits.begin() + static_cast<std::ptrdiff_t>(kept));
    if (const int moved = path[kept - 1]; moved != 0) {  // the rest was sought elsewhere
      off += moved;
      stretch.clear();
      fits.clear();
      next = at;
    }
  }
  return readings;
}

std::optional<BlockReading> LagFollower::read(Sought& block, int near) {
  if (block.heard && std::abs(near) > kInWindow) {
    block.lag += std::exchange(near, 0);
    block.heard = hear(block.at, block.lag);
  }
  if (!block.heard) return std::nullopt;
  auto reading = blocks_.read(*block.heard, near);
  if (!reading) return std::nullopt;
  reading->lag.at += static_cast<double>(block.at);
  reading->lag.lag += static_cast<double>(block.lag);
  return reading;
}

}  // namespace ampsweep::analysis
