// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/hand_groups.hpp"

#include <doctest/doctest.h>

#include <set>

#include "lettered_knobs.hpp"
#include "rig/plan/visiting_order.hpp"
#include "signals/random.hpp"

using namespace ampsweep::rig;
using ampsweep::test::lettered_knobs;

namespace {

/// a by motor; b a switch of `positions` and c a knob without steps, both turned by hand when
/// `by_hand`.
std::vector<Knob> mixed_knobs(int positions, bool by_hand = true) {
  auto knobs = lettered_knobs(2);
  for (int i = 0; i < positions; ++i) knobs[1].positions.push_back(std::string(1, char('A' + i)));
  knobs[1].maximum = positions - 1;
  if (by_hand) knobs[1].control = ManualControl{};
  return knobs;
}

std::vector<PlannedSetting> drawn(int count, int positions, std::uint64_t seed) {
  ampsweep::signals::Random random{seed};
  std::vector<PlannedSetting> settings(static_cast<std::size_t>(count));
  for (PlannedSetting& one : settings) {
    one.setting["a"] = random.uniform(0.0, 10.0);
    one.setting["b"] = static_cast<double>(random.below(static_cast<std::uint64_t>(positions)));
  }
  return settings;
}

/// The positions of b in each block, repeats drawn together: "ABA".
std::vector<std::string> runs(const std::vector<PlannedTake>& takes) {
  std::vector<std::string> blocks(static_cast<std::size_t>(takes.back().block) + 1);
  for (const PlannedTake& take : takes) {
    if (take.split == Split::Reference) continue;
    std::string& block = blocks[static_cast<std::size_t>(take.block)];
    const char position = static_cast<char>('A' + static_cast<int>(take.setting.at("b")));
    if (block.empty() || block.back() != position) block += position;
  }
  return blocks;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("hand groups: a two-position switch runs A B B A in every block, A as the reference") {
    const auto knobs = mixed_knobs(2);
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
      for (const double home : {0.0, 1.0}) {
        const Setting reference{{"a", 5.0}, {"b", home}};
        const auto order = visiting_order(knobs, drawn(40, 2, seed), reference, {}, seed);
        for (const std::string& run : runs(order.takes))
          CHECK(run == (home == 0.0 ? "ABA" : "BAB"));
        CHECK(order.correlation.largest <= 0.2);
      }
    }
  }

  TEST_CASE("hand groups: the two halves of A differ by one setting at most") {
    std::vector<PlannedSetting> block;
    for (const double b : {0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0}) {
      block.push_back({{{"a", static_cast<double>(block.size())}, {"b", b}}, {}, {}});
    }
    std::string order;
    for (const auto& one : in_groups({"b"}, block, {{"a", 5.0}, {"b", 0.0}})) {
      order += one.setting.at("b") == 0.0 ? 'A' : 'B';
    }
    CHECK(order == "AAABBAA");
  }

  TEST_CASE("hand groups: each of four positions is turned to once a block") {
    const auto knobs = mixed_knobs(4);
    const auto order = visiting_order(knobs, drawn(60, 4, 2), {{"a", 5.0}, {"b", 0.0}}, {}, 2);
    for (const std::string& run : runs(order.takes)) {
      CHECK(std::set<char>(run.begin(), run.end()).size() == run.size());
    }
  }

  TEST_CASE("hand groups: an exchange for the correlation's sake never splits a group") {
    const auto knobs = mixed_knobs(2);
    // So few settings that the order has to be repaired.
    int repaired = 0;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      OrderSpec strict;
      strict.blocks = 1;
      strict.max_correlation = 0.001;
      const auto order =
          visiting_order(knobs, drawn(12, 2, seed), {{"a", 5.0}, {"b", 0.0}}, strict, seed);
      for (const std::string& run : runs(order.takes)) CHECK(run.size() <= 3);
      repaired += order.correlation.largest > 0.001 ? 1 : 0;
    }
    CHECK(repaired > 0);
  }

  TEST_CASE("hand groups: machines are not grouped, nor knobs that seldom stand alike twice") {
    CHECK(grouped_knobs(mixed_knobs(2, false), drawn(40, 2, 1), 10).empty());
    CHECK(grouped_knobs(mixed_knobs(2), drawn(40, 2, 1), 10) == std::vector<std::string>{"b"});
    CHECK(grouped_knobs(mixed_knobs(6), drawn(60, 6, 1), 10).empty());
    auto knobs = mixed_knobs(2);
    knobs[0].control = ManualControl{};
    CHECK(grouped_knobs(knobs, drawn(40, 2, 1), 10) == std::vector<std::string>{"b"});
  }
}
