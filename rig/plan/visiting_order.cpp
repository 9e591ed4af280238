// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/visiting_order.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <span>

#include "rig/plan/order_repair.hpp"
#include "rig/plan/tour.hpp"
#include "signals/random.hpp"

namespace ampsweep::rig {
namespace {

using Block = std::vector<PlannedSetting>;

constexpr int kMostDeals = 64;
constexpr int kArrangements = 64;

/// Large plans get fewer deals: 2-opt is quadratic, and they need fewer, since chance correlation
/// falls with the square root of their size. A function of sizes alone, so that plans stay equal.
int deals_for(std::size_t settings, int blocks) {
  const double per_block = static_cast<double>(settings) / blocks;
  const double work = per_block * per_block * blocks;
  return std::clamp(static_cast<int>(2e6 / work), 2, kMostDeals);
}

/// Random, but each split goes round the blocks in turn, going on where the one before ended.
std::vector<Block> dealt(const std::vector<PlannedSetting>& settings, int blocks,
                         signals::Random& random) {
  std::vector<std::size_t> order(settings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  signals::shuffle(std::span{order}, random);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return settings[a].split < settings[b].split;
  });
  std::vector<Block> hands(static_cast<std::size_t>(blocks));
  for (std::size_t i = 0; i < order.size(); ++i) {
    hands[i % hands.size()].push_back(settings[order[i]]);
  }
  return hands;
}

Block toured(const std::vector<Knob>& knobs, const Setting& reference, const Block& block) {
  std::vector<Setting> stops;
  for (const PlannedSetting& one : block) stops.push_back(one.setting);
  Block ordered;
  for (const std::size_t i : short_tour(knobs, reference, stops)) ordered.push_back(block[i]);
  return ordered;
}

VisitingOrder laid_out(const std::vector<Knob>& knobs, const std::vector<Block>& blocks,
                       const Setting& reference) {
  VisitingOrder order;
  const auto add = [&](const PlannedSetting& one, int block) {
    order.takes.push_back(
        {static_cast<int>(order.takes.size()), one.setting, one.split, one.purpose, block});
  };
  const PlannedSetting anchor{reference, Split::Reference, Purpose::Reference};
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    add(anchor, static_cast<int>(b));
    for (const PlannedSetting& one : blocks[b]) add(one, static_cast<int>(b));
  }
  add(anchor, static_cast<int>(blocks.size()) - 1);
  order.correlation = time_correlation(knobs, order.takes);
  return order;
}

/// The best of some random sequences and directions of blocks that all cost the same travel.
VisitingOrder best_arrangement(const std::vector<Knob>& knobs, std::vector<Block> blocks,
                               const Setting& reference, signals::Random& random) {
  VisitingOrder best = laid_out(knobs, blocks, reference);
  for (int i = 0; i < kArrangements; ++i) {
    signals::shuffle(std::span{blocks}, random);
    for (Block& block : blocks) {
      if (random.below(2) == 1) std::reverse(block.begin(), block.end());
    }
    VisitingOrder next = laid_out(knobs, blocks, reference);
    if (next.correlation.largest < best.correlation.largest) best = std::move(next);
  }
  return best;
}

}  // namespace

VisitingOrder visiting_order(const std::vector<Knob>& knobs,
                             const std::vector<PlannedSetting>& settings, const Setting& reference,
                             const OrderSpec& spec, std::uint64_t seed) {
  assert(spec.blocks >= 1 && static_cast<std::size_t>(spec.blocks) <= settings.size());
  VisitingOrder best;
  const int deals = deals_for(settings.size(), spec.blocks);
  for (int deal = 0; deal < deals; ++deal) {
    signals::Random random{signals::derived(seed, "visiting order", deal)};
    std::vector<Block> blocks = dealt(settings, spec.blocks, random);
    for (Block& block : blocks) block = toured(knobs, reference, block);
    VisitingOrder next = best_arrangement(knobs, std::move(blocks), reference, random);
    if (best.takes.empty() || next.correlation.largest < best.correlation.largest) {
      best = std::move(next);
    }
    if (best.correlation.largest <= spec.max_correlation) return best;
  }
  swap_until(knobs, spec.max_correlation, best.takes);
  best.correlation = time_correlation(knobs, best.takes);
  return best;
}

}  // namespace ampsweep::rig
