// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/visiting_order.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "lettered_knobs.hpp"
#include "rig/plan/tour.hpp"
#include "signals/random.hpp"

using namespace ampsweep::rig;
using ampsweep::test::lettered_knobs;

namespace {

/// `count` random settings, every fifth held out.
std::vector<PlannedSetting> settings(std::size_t count, const std::vector<Knob>& turned,
                                     std::uint64_t seed) {
  ampsweep::signals::Random random{seed};
  std::vector<PlannedSetting> result(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (const Knob& knob : turned) result[i].setting[knob.id] = random.uniform(0.0, 10.0);
    if (i % 5 == 4) result[i].split = i % 2 == 0 ? Split::Test : Split::Validation;
  }
  return result;
}

Setting middle(const std::vector<Knob>& turned) {
  Setting setting;
  for (const Knob& knob : turned) setting[knob.id] = 5.0;
  return setting;
}

double travel(const std::vector<Knob>& turned, const std::vector<PlannedTake>& takes) {
  double sum = 0.0;
  for (std::size_t i = 1; i < takes.size(); ++i) {
    sum += move_cost(turned, takes[i - 1].setting, takes[i].setting);
  }
  return sum;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("visiting order: reference at the start of every block and after the last, ids count") {
    const auto turned = lettered_knobs(3);
    const auto order = visiting_order(turned, settings(26, turned, 1), middle(turned), {}, 1);

    REQUIRE(order.takes.size() == 26 + 5);
    for (std::size_t i = 0; i < order.takes.size(); ++i) {
      const PlannedTake& take = order.takes[i];
      CHECK(take.id == static_cast<int>(i));
      const bool opens = i == 0 || take.block != order.takes[i - 1].block;
      const bool last = i + 1 == order.takes.size();
      CHECK((take.split == Split::Reference) == (opens || last));
      CHECK((take.purpose == Purpose::Reference) == (opens || last));
      if (opens || last) CHECK(take.setting == middle(turned));
    }
  }

  TEST_CASE("visiting order: every setting once; blocks and splits even to one") {
    const auto turned = lettered_knobs(3);
    const auto wanted = settings(31, turned, 2);
    const auto order = visiting_order(turned, wanted, middle(turned), {}, 1);

    std::vector<Setting> before;
    std::vector<Setting> after;
    for (const auto& one : wanted) before.push_back(one.setting);
    std::map<int, int> sizes;
    std::map<Split, std::map<int, int>> per_split;
    for (const auto& take : order.takes) {
      if (take.split == Split::Reference) continue;
      after.push_back(take.setting);
      ++sizes[take.block];
      ++per_split[take.split][take.block];
    }
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    CHECK(before == after);
    CHECK(sizes.size() == 4);
    per_split[Split::Reference] = sizes;
    for (auto& [split, blocks] : per_split) {
      int least = 1000;
      int most = 0;
      for (int block = 0; block < 4; ++block) {
        least = std::min(least, blocks[block]);
        most = std::max(most, blocks[block]);
      }
      CHECK(most - least <= 1);
    }
  }

  TEST_CASE(
      "visiting order: |corr(time, knob)| <= 0.2 for 10 to 100 settings of 6 knobs, 8 seeds") {
    const auto turned = lettered_knobs(6);
    for (const std::size_t count : {10U, 20U, 50U, 100U}) {
      for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const auto order =
            visiting_order(turned, settings(count, turned, seed), middle(turned), {}, seed);
        INFO(count, " settings, seed ", seed);
        CHECK(order.correlation.largest <= 0.2);
        CHECK(order.correlation.largest == time_correlation(turned, order.takes).largest);
      }
    }
  }

  TEST_CASE("visiting order: 100 settings of 6 knobs take under 75 % of the travel as they come") {
    const auto turned = lettered_knobs(6);
    const auto wanted = settings(100, turned, 3);
    std::vector<PlannedTake> as_they_come;
    for (const auto& one : wanted) as_they_come.push_back({0, one.setting, {}, {}, 0});

    const auto order = visiting_order(turned, wanted, middle(turned), {}, 1);

    CHECK(travel(turned, order.takes) < 0.75 * travel(turned, as_they_come));
  }

  TEST_CASE("visiting order: the same seed the same order, another seed another") {
    const auto turned = lettered_knobs(3);
    const auto wanted = settings(24, turned, 1);
    const auto takes = [&](std::uint64_t seed) {
      std::vector<Setting> result;
      for (const auto& take : visiting_order(turned, wanted, middle(turned), {}, seed).takes) {
        result.push_back(take.setting);
      }
      return result;
    };
    CHECK(takes(1) == takes(1));
    CHECK(takes(1) != takes(2));
  }

  TEST_CASE("visiting order: what cannot be reached is returned as it is") {
    const auto turned = lettered_knobs(1);
    const auto order =
        visiting_order(turned, settings(2, turned, 1), middle(turned),
                       {.blocks = 1, .max_correlation = 0.2, .allow_correlation = {}}, 1);
    CHECK(order.correlation.largest == doctest::Approx(1.0));
    CHECK(order.correlation.knob == "a");
  }
}
