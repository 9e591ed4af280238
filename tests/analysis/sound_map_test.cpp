// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sound_map.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "signals/random.hpp"

namespace ampsweep::analysis {
namespace {

using Law = std::vector<double> (*)(const std::vector<double>&);

HeardSettings drawn(Law law, std::size_t takes, double noise_db) {
  HeardSettings heard;
  signals::Random random{3};
  for (std::size_t i = 0; i < takes; ++i) {
    heard.at.push_back({random.uniform(), random.uniform(), random.uniform()});
    heard.level_db.push_back(law(heard.at.back()));
    for (double& level : heard.level_db.back()) level += noise_db * random.normal();
  }
  return heard;
}

std::vector<double> straight(const std::vector<double>& x) {
  return {3.0 + 2.0 * x[0] - 5.0 * x[1], 40.0 - x[2]};
}
/// With knobs that bend and that work together.
std::vector<double> curved(const std::vector<double>& x) {
  return {6.0 * std::sin(2.0 * x[0]) + 4.0 * x[1] * x[2], 8.0 * x[0] * x[0] - 3.0 * x[1]};
}

TEST_SUITE("unit") {
  TEST_CASE("sound map: straight lines are predicted exactly from the other takes") {
    const auto left = SoundMap{drawn(straight, 20, 0.0)}.left_out();
    for (const auto& residual : left.residual_db) {
      CHECK(std::abs(residual[0]) < 0.02);
      CHECK(std::abs(residual[1]) < 0.02);
    }
  }

  TEST_CASE("sound map: a setting without a take is foretold as a left-out take is") {
    const auto heard = drawn(curved, 30, 0.02);
    const SoundMap map{heard};
    const auto told = map.at(heard.at[4]);  // of a take itself: the map smooths it a little
    REQUIRE(told);
    CHECK(told->level_db[0] == doctest::Approx(heard.level_db[4][0]).epsilon(0.02));
    const auto without = SoundMap{[&] {
                           auto rest = heard;
                           rest.at.pop_back();
                           rest.level_db.pop_back();
                           return rest;
                         }()}
                             .at(heard.at.back());
    REQUIRE(without);
    const double expected = heard.level_db.back()[1] - map.left_out().residual_db.back()[1];
    CHECK(std::abs(without->level_db[1] - expected) < 0.05);
    const double between = map.left_out().spread.back() / without->spread;
    CHECK(between > 0.8);
    CHECK(between < 1.25);
  }

  TEST_CASE("sound map: a take whose sound belongs elsewhere stands out of all others") {
    auto heard = drawn(curved, 40, 0.02);
    const std::size_t wrong = 17;
    heard.level_db[wrong] =
        curved({heard.at[wrong][0] + 0.15, heard.at[wrong][1], heard.at[wrong][2]});
    const auto left = SoundMap{heard}.left_out();
    std::vector<double> sizes;
    for (std::size_t i = 0; i < 40; ++i) {
      sizes.push_back(std::abs(left.residual_db[i][1]) / left.spread[i]);
    }
    const auto worst = std::max_element(sizes.begin(), sizes.end()) - sizes.begin();
    CHECK(worst == static_cast<std::ptrdiff_t>(wrong));
    const double caused = curved({heard.at[wrong][0] + 0.15, 0.0, 0.0})[1] -
                          curved({heard.at[wrong][0], 0.0, 0.0})[1];
    CHECK(left.residual_db[wrong][1] == doctest::Approx(caused).epsilon(0.15));
    auto others = sizes;
    std::sort(others.begin(), others.end());
    CHECK(others[39] > 2.0 * others[38]);
  }

  TEST_CASE("sound map: a take left out is believed by no other, as if it had not been heard") {
    const std::size_t wrong = 17;
    auto up = drawn(straight, 40, 0.01);
    auto down = up;
    up.level_db[wrong][0] += 0.02;
    down.level_db[wrong][0] -= 0.02;
    const SoundMap one{up};
    const SoundMap other{down};
    REQUIRE(one.left_out().spread == other.left_out().spread);  // the same map of the settings
    const auto without_up = one.without(wrong);
    const auto without_down = other.without(wrong);
    double moved = 0.0;
    for (std::size_t j = 0; j < 40; ++j) {
      if (j == wrong) continue;
      CHECK(std::abs(without_up.residual_db[j][0] - without_down.residual_db[j][0]) < 1e-7);
      moved = std::max(
          moved, std::abs(one.left_out().residual_db[j][0] - other.left_out().residual_db[j][0]));
    }
    CHECK(moved > 0.002);  // that take spoils its neighbours
    CHECK(without_up.residual_db[wrong][0] ==
          doctest::Approx(one.left_out().residual_db[wrong][0]).epsilon(1e-9));
  }

  TEST_CASE("sound map: many takes are predicted from their neighbours") {
    const auto left = SoundMap{drawn(straight, 260, 0.0)}.left_out();
    REQUIRE(left.residual_db.size() == 260);
    for (const auto& residual : left.residual_db) CHECK(std::abs(residual[0]) < 0.05);
  }

  TEST_CASE("sound map: takes at one and the same setting tell nothing and break nothing") {
    HeardSettings heard;
    for (int i = 0; i < 5; ++i) {
      heard.at.push_back({0.5});
      heard.level_db.push_back({1.0});
    }
    const auto left = SoundMap{heard}.left_out();
    REQUIRE(left.residual_db.size() == 5);
    for (const auto& residual : left.residual_db) CHECK(std::abs(residual[0]) < 1e-3);
  }
}

}  // namespace
}  // namespace ampsweep::analysis
