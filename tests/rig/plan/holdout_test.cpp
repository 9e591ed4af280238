// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/holdout.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

using namespace ampsweep::rig;

namespace {

DesignSpec square(double resolution, int validation, int test) {
  DesignSpec design;
  for (const char* id : {"a", "b"}) {
    Knob knob;
    knob.id = id;
    knob.resolution = resolution;
    design.space.axes.push_back({knob, 0.0, 10.0});
  }
  design.validation = validation;
  design.test = test;
  return design;
}

PlannedSetting at(double a, double b) { return {{{"a", a}, {"b", b}}, Split::Train, {}}; }

double distance(const Setting& x, const Setting& y) {
  return std::hypot(x.at("a") - y.at("a"), x.at("b") - y.at("b")) / 10.0;
}

const std::vector<PlannedSetting> kCorners{at(0, 0), at(0, 10), at(10, 0), at(10, 10)};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("holdout: between four corners the first is within 0.05 of the middle") {
    const auto held = held_out_settings(square(0.0, 1, 0), kCorners, {}, 1);

    REQUIRE(held.size() == 1);
    CHECK(distance(held[0].setting, at(5, 5).setting) < 0.05);
    CHECK(held[0].split == Split::Validation);
    CHECK(held[0].purpose == Purpose::Holdout);
  }

  TEST_CASE("holdout: validation and test are served in turn, all inside 0.1..0.9, all distinct") {
    const auto held = held_out_settings(square(0.1, 4, 3), kCorners, {}, 5);

    REQUIRE(held.size() == 7);
    int validation = 0;
    std::set<Setting> distinct;
    for (std::size_t i = 0; i < held.size(); ++i) {
      validation += held[i].split == Split::Validation ? 1 : 0;
      distinct.insert(held[i].setting);
      for (const auto& [id, value] : held[i].setting) {
        CHECK(value >= 1.0);
        CHECK(value <= 9.0);
      }
    }
    CHECK(validation == 4);
    CHECK(distinct.size() == 7);
    CHECK(held[0].split != held[1].split);
  }

  TEST_CASE("holdout: seven settings stay at least 0.2 apart from each other and from training") {
    auto all = kCorners;
    for (const auto& one : held_out_settings(square(0.1, 4, 3), kCorners, {}, 5)) {
      for (const auto& other : all) CHECK(distance(one.setting, other.setting) > 0.2);
      all.push_back(one);
    }
  }

  TEST_CASE("holdout: never a training setting or one to avoid; fewer when none are left") {
    // Interior of 0..10 in steps of 2.5: 2.5, 5, 7.5 on both axes.
    const std::vector<PlannedSetting> training{at(2.5, 2.5), at(5, 5), at(7.5, 7.5), at(2.5, 7.5)};

    const auto held = held_out_settings(square(2.5, 5, 5), training, {at(7.5, 2.5).setting}, 1);

    CHECK(held.size() == 4);
    for (const auto& one : held) {
      CHECK(one.setting != at(7.5, 2.5).setting);
      for (const auto& other : training) CHECK(one.setting != other.setting);
    }
  }

  TEST_CASE("holdout: a two-position switch offers both positions") {
    DesignSpec design = square(0.1, 5, 5);
    design.space.axes[1].knob.positions = {"off", "on"};
    design.space.axes[1].knob.maximum = design.space.axes[1].high = 1.0;

    std::set<double> positions;
    for (const auto& one : held_out_settings(design, {}, {}, 1)) {
      positions.insert(one.setting.at("b"));
    }

    CHECK(positions == std::set<double>{0.0, 1.0});
  }

  TEST_CASE("holdout: nothing asked for, or nothing to vary, gives nothing") {
    CHECK(held_out_settings(square(0.1, 0, 0), kCorners, {}, 1).empty());
    DesignSpec still;
    CHECK(held_out_settings(still, {}, {}, 1).empty());
  }
}
