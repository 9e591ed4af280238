// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/visiting_order.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <span>

#include "rig/plan/hand_groups.hpp"
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

/// Random, but each split, and in it each hand group, goes round the blocks in turn, going on where
/// the one before ended.
std::vector<Block> dealt(const std::vector<PlannedSetting>& settings, int blocks,
                         const std::vector<std::string>& grouped, signals::Random& random) {
  std::vector<std::size_t> order(settings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  signals::shuffle(std::span{order}, random);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (settings[a].split != settings[b].split) return settings[a].split < settings[b].split;
    return group_of(grouped, settings[a].setting) < group_of(grouped, settings[b].setting);
  });
  std::vector<Block> hands(static_cast<std::size_t>(blocks));
  for (std::size_t i = 0; i < order.size(); ++i) {
    hands[i % hands.size()].push_back(settings[order[i]]);
  }
  return hands;
}

/// What stays the same while orders are tried.
struct Task {
  const std::vector<Knob>& knobs;
  const Setting& reference;
  const std::vector<PlannedTake>& before;
  std::vector<std::string> grouped;
};

Block toured(const Task& task, const Block& block) {
  std::vector<Setting> stops;
  for (const PlannedSetting& one : block) stops.push_back(one.setting);
  Block ordered;
  for (const std::size_t i : short_tour(task.knobs, task.reference, stops)) {
    ordered.push_back(block[i]);
  }
  return in_groups(task.grouped, ordered, task.reference);
}

VisitingOrder laid_out(const Task& task, const std::vector<Block>& blocks) {
  VisitingOrder order;
  order.takes = task.before;
  const int first_block = task.before.empty() ? 0 : task.before.back().block + 1;
  const auto add = [&](const PlannedSetting& one, std::size_t block) {
    order.takes.push_back({static_cast<int>(order.takes.size()), one.setting, one.split,
                           one.purpose, first_block + static_cast<int>(block)});
  };
  const PlannedSetting anchor{task.reference, Split::Reference, Purpose::Reference};
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    add(anchor, b);
    for (const PlannedSetting& one : blocks[b]) add(one, b);
  }
  add(anchor, blocks.size() - 1);
  order.correlation = time_correlation(task.knobs, order.takes);
  return order;
}

/// The best of some random sequences and directions of blocks that all cost the same travel.
VisitingOrder best_arrangement(const Task& task, std::vector<Block> blocks,
                               signals::Random& random) {
  VisitingOrder best = laid_out(task, blocks);
  for (int i = 0; i < kArrangements; ++i) {
    signals::shuffle(std::span{blocks}, random);
    for (Block& block : blocks) {
      if (random.below(2) == 1) std::reverse(block.begin(), block.end());
    }
    VisitingOrder next = laid_out(task, blocks);
    if (next.correlation.largest < best.correlation.largest) best = std::move(next);
  }
  return best;
}

}  // namespace

VisitingOrder visiting_order(const std::vector<Knob>& knobs,
                             const std::vector<PlannedSetting>& settings, const Setting& reference,
                             const OrderSpec& spec, std::uint64_t seed,
                             const std::vector<PlannedTake>& before) {
  const auto in_blocks = static_cast<std::size_t>(spec.blocks);
  assert(spec.blocks >= 1 && in_blocks <= settings.size());
  const Task task{knobs, reference, before,
                  grouped_knobs(knobs, settings, settings.size() / in_blocks)};
  VisitingOrder best;
  const int deals = deals_for(settings.size(), spec.blocks);
  for (int deal = 0; deal < deals; ++deal) {
    signals::Random random{signals::derived(seed, "visiting order", deal)};
    std::vector<Block> blocks = dealt(settings, spec.blocks, task.grouped, random);
    for (Block& block : blocks) block = toured(task, block);
    VisitingOrder next = best_arrangement(task, std::move(blocks), random);
    if (best.takes.empty() || next.correlation.largest < best.correlation.largest) {
      best = std::move(next);
    }
    if (best.correlation.largest <= spec.max_correlation) return best;
  }
  swap_until(knobs, spec.max_correlation, best.takes, {before.size(), task.grouped});
  best.correlation = time_correlation(knobs, best.takes);
  return best;
}

}  // namespace ampsweep::rig
