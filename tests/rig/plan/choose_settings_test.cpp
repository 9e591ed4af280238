// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/choose_settings.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace ampsweep::rig;

namespace {

Axis axis(const std::string& id, double resolution) {
  Knob knob;
  knob.id = id;
  knob.resolution = resolution;
  return {knob, knob.minimum, knob.maximum};
}

DesignSpec spec(DesignKind kind, int count, double resolution) {
  DesignSpec design;
  design.kind = kind;
  design.count = count;
  design.space.axes = {axis("a", resolution), axis("b", resolution), axis("c", resolution)};
  design.space.fixed = {{"fixed", 7.0}};
  return design;
}

std::set<Setting> distinct(const std::vector<PlannedSetting>& settings) {
  std::set<Setting> result;
  for (const PlannedSetting& one : settings) result.insert(one.setting);
  return result;
}

int count_of(const std::vector<PlannedSetting>& settings, Purpose purpose) {
  return static_cast<int>(std::count_if(settings.begin(), settings.end(),
                                        [&](const auto& one) { return one.purpose == purpose; }));
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("choose settings: count points stand beside corners and centre, none twice") {
    for (const auto kind : {DesignKind::RoleAware, DesignKind::Sobol, DesignKind::LatinHypercube,
                            DesignKind::MaximinLatinHypercube}) {
      DesignSpec design = spec(kind, 30, 0.1);
      design.corners = Corners::Half;
      design.centre = true;

      const auto settings = training_settings(design, 11).settings;

      CHECK(count_of(settings, Purpose::Design) == 30);
      CHECK(count_of(settings, Purpose::Corner) == 4);
      CHECK(count_of(settings, Purpose::Centre) == 1);
      CHECK(distinct(settings).size() == 35);
      for (const PlannedSetting& one : settings) CHECK(one.setting.at("fixed") == 7.0);
    }
  }

  TEST_CASE(
      "choose settings: repeats are replaced until all 27 settings of a small space are found") {
    for (const auto kind : {DesignKind::RoleAware, DesignKind::Sobol, DesignKind::LatinHypercube,
                            DesignKind::MaximinLatinHypercube}) {
      for (std::uint64_t seed = 0; seed < 5; ++seed) {
        const auto settings = training_settings(spec(kind, 27, 5.0), seed).settings;
        CHECK(settings.size() == 27);
        CHECK(distinct(settings).size() == 27);
      }
    }
  }

  TEST_CASE("choose settings: more than the space has gives what there is") {
    CHECK(training_settings(spec(DesignKind::Sobol, 28, 5.0), 1).settings.size() == 27);
    CHECK(training_settings(spec(DesignKind::LatinHypercube, 28, 5.0), 1).settings.size() == 27);
  }

  TEST_CASE("choose settings: a longer Sobol design begins with the shorter one") {
    DesignSpec design = spec(DesignKind::Sobol, 75, 1.0);
    design.corners = Corners::Full;
    const auto longer = training_settings(design, 3).settings;
    design.count = 40;
    const auto shorter = training_settings(design, 3).settings;

    REQUIRE(shorter.size() == 48);
    for (std::size_t i = 0; i < shorter.size(); ++i) {
      CHECK(shorter[i].setting == longer[i].setting);
    }
  }

  TEST_CASE("choose settings: a grid's corners are not played twice") {
    DesignSpec design = spec(DesignKind::Grid, 0, 0.1);
    design.levels = {3, 3, 3};
    design.corners = Corners::Full;
    design.centre = true;

    const auto settings = training_settings(design, 1).settings;

    CHECK(settings.size() == 27);
    CHECK(count_of(settings, Purpose::Corner) == 8);
    CHECK(count_of(settings, Purpose::Centre) == 1);
    CHECK(count_of(settings, Purpose::Design) == 18);
  }

  TEST_CASE("choose settings: a list keeps its order and loses its repeats") {
    DesignSpec design;
    design.kind = DesignKind::List;
    design.listed = {{{"a", 3.0}}, {{"a", 1.0}}, {{"a", 3.0}}};

    const auto settings = training_settings(design, 1).settings;

    REQUIRE(settings.size() == 2);
    CHECK(settings[0].setting.at("a") == 3.0);
    CHECK(settings[1].setting.at("a") == 1.0);
    CHECK(settings[0].purpose == Purpose::Listed);
  }
}
