// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/tour.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "lettered_knobs.hpp"
#include "signals/random.hpp"

using namespace ampsweep::rig;
using ampsweep::test::lettered_knobs;

namespace {

std::vector<Setting> random_settings(std::size_t count, const std::vector<Knob>& turned,
                                     std::uint64_t seed) {
  ampsweep::signals::Random random{seed};
  std::vector<Setting> settings(count);
  for (Setting& setting : settings) {
    for (const Knob& knob : turned) setting[knob.id] = random.uniform(0.0, 10.0);
  }
  return settings;
}

double length(const std::vector<Knob>& turned, const Setting& home,
              const std::vector<Setting>& settings, const std::vector<std::size_t>& order) {
  double sum = 0.0;
  const Setting* here = &home;
  for (const std::size_t i : order) {
    sum += move_cost(turned, *here, settings[i]);
    here = &settings[i];
  }
  return sum + move_cost(turned, *here, home);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("tour: a move costs its normalised travels, a hand 5 a touch and 5 a travel") {
    auto turned = lettered_knobs(2);
    turned[1].control = ManualControl{};

    CHECK(move_cost(turned, {{"a", 1}, {"b", 2}}, {{"a", 6}, {"b", 2}}) == doctest::Approx(0.5));
    CHECK(move_cost(turned, {{"a", 1}, {"b", 2}}, {{"a", 1}, {"b", 4}}) == doctest::Approx(6.0));
    CHECK(move_cost(turned, {{"a", 1}, {"b", 2}}, {{"a", 1}, {"b", 2}}) == 0.0);
  }

  TEST_CASE("tour: a MIDI message costs a tenth and little more for a long way") {
    auto turned = lettered_knobs(1);
    turned[0].control = MidiControl{};
    CHECK(move_cost(turned, {{"a", 0}}, {{"a", 10}}) == doctest::Approx(0.2));
    CHECK(move_cost(turned, {{"a", 4}}, {{"a", 5}}) == doctest::Approx(0.11));
  }

  TEST_CASE("tour: finds the shortest of all 5040 orders of 7 settings within 5 %, 10 seeds") {
    const auto turned = lettered_knobs(3);
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      const auto settings = random_settings(7, turned, seed);
      const Setting home{{"a", 5}, {"b", 5}, {"c", 5}};
      std::vector<std::size_t> order(7);
      std::iota(order.begin(), order.end(), std::size_t{0});
      double best = length(turned, home, settings, order);
      while (std::next_permutation(order.begin(), order.end())) {
        best = std::min(best, length(turned, home, settings, order));
      }

      const double found = length(turned, home, settings, short_tour(turned, home, settings));

      CHECK(found <= best * 1.05);
    }
  }

  TEST_CASE("tour: every setting once; less than 60 % of the travel of a random order of 100") {
    const auto turned = lettered_knobs(6);
    const auto settings = random_settings(100, turned, 4);
    const Setting home = settings.front();
    std::vector<std::size_t> as_they_come(100);
    std::iota(as_they_come.begin(), as_they_come.end(), std::size_t{0});

    auto order = short_tour(turned, home, settings);

    CHECK(length(turned, home, settings, order) <
          0.6 * length(turned, home, settings, as_they_come));
    std::sort(order.begin(), order.end());
    CHECK(order == as_they_come);
  }

  TEST_CASE("tour: none, one and equal settings") {
    const auto turned = lettered_knobs(1);
    CHECK(short_tour(turned, {{"a", 5}}, {}).empty());
    CHECK(short_tour(turned, {{"a", 5}}, {{{"a", 1}}}) == std::vector<std::size_t>{0});
    CHECK(short_tour(turned, {{"a", 5}}, {{{"a", 1}}, {{"a", 1}}}).size() == 2);
  }
}
