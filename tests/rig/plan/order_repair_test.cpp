// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/order_repair.hpp"

#include <doctest/doctest.h>

#include <set>

#include "lettered_knobs.hpp"
#include "rig/plan/correlation.hpp"

using namespace ampsweep::rig;
using ampsweep::test::lettered_knobs;

namespace {

/// The knob rises with time: |r| = 1.
std::vector<PlannedTake> rising(int count) {
  std::vector<PlannedTake> takes;
  for (int i = 0; i < count; ++i) {
    const Split split = i % 5 == 2 ? Split::Test : Split::Train;
    takes.push_back({i, {{"a", 10.0 * i / count}}, split, Purpose::Design, i / 10});
  }
  return takes;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("order repair: brings |r| from 1 to at most 0.2 and touches training takes only") {
    const auto before = rising(40);
    auto takes = before;

    swap_until(lettered_knobs(1), 0.2, takes);

    CHECK(time_correlation(lettered_knobs(1), takes).largest <= 0.2);
    std::multiset<double> settings_before;
    std::multiset<double> settings_after;
    for (std::size_t i = 0; i < takes.size(); ++i) {
      CHECK(takes[i].id == before[i].id);
      CHECK(takes[i].split == before[i].split);
      CHECK(takes[i].block == before[i].block);
      if (takes[i].split == Split::Test) CHECK(takes[i].setting == before[i].setting);
      settings_before.insert(before[i].setting.at("a"));
      settings_after.insert(takes[i].setting.at("a"));
    }
    CHECK(settings_before == settings_after);
  }

  TEST_CASE(
      "order repair: leaves an order alone that is good enough, and two takes that cannot be") {
    auto good = rising(40);
    swap_until(lettered_knobs(1), 1.0, good);
    CHECK(good[7].setting.at("a") == rising(40)[7].setting.at("a"));

    auto two = rising(2);
    swap_until(lettered_knobs(1), 0.2, two);
    CHECK(time_correlation(lettered_knobs(1), two).largest == doctest::Approx(1.0));
  }
}
