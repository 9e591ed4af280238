// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/avoid.hpp"

#include <doctest/doctest.h>

#include "lettered_knobs.hpp"
#include "rig/plan/choose_settings.hpp"
#include "rig/plan/holdout.hpp"

using namespace ampsweep::rig;
using ampsweep::test::lettered_knobs;

namespace {

/// Knobs a and b in steps of 0.5, c a switch of three positions.
DesignSpec coarse_design() {
  DesignSpec design;
  auto knobs = lettered_knobs(3);
  knobs[0].resolution = knobs[1].resolution = 0.5;
  knobs[2].positions = {"clean", "crunch", "lead"};
  knobs[2].maximum = 2.0;
  for (const Knob& knob : knobs) design.space.axes.push_back({knob, knob.minimum, knob.maximum});
  return design;
}

std::vector<AvoidRule> quiet() { return {{{{"a", 0.0, 1.0}}, "mutes"}}; }

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("avoid: a rule covers a setting when all its knobs stand inside, ends included") {
    const std::vector<AvoidRule> rules{{{{"a", 0.0, 0.3}, {"b", 2.0, 2.0}}, ""},
                                       {{{"a", 9.0, 10.0}}, ""}};
    CHECK(avoided_by(rules, {{"a", 0.3}, {"b", 2.0}}) == 0);
    CHECK_FALSE(avoided_by(rules, {{"a", 0.3}, {"b", 2.5}}));
    CHECK_FALSE(avoided_by(rules, {{"a", 0.4}, {"b", 2.0}}));
    CHECK(avoided_by(rules, {{"a", 9.5}, {"b", 0.0}}) == 1);
  }

  TEST_CASE("avoid: a setting moves one step beyond the stretch, of the knob that is nearest out") {
    const DesignSpace space = coarse_design().space;
    CHECK(moved_clear(space, quiet(), {{"a", 0.0}, {"b", 3.0}, {"c", 1.0}}) ==
          Setting{{"a", 1.5}, {"b", 3.0}, {"c", 1.0}});
    const std::vector<AvoidRule> both{{{{"a", 0.0, 5.0}, {"b", 8.0, 10.0}}, ""}};
    CHECK(moved_clear(space, both, {{"a", 2.0}, {"b", 8.5}, {"c", 0.0}}) ==
          Setting{{"a", 2.0}, {"b", 7.5}, {"c", 0.0}});
    CHECK(moved_clear(space, quiet(), {{"a", 4.0}, {"b", 3.0}, {"c", 1.0}})->at("a") == 4.0);
  }

  TEST_CASE("avoid: a knob without steps moves by a hundredth of its travel") {
    const auto knobs = lettered_knobs(1);
    const DesignSpace space{{{knobs[0], 0.0, 10.0}}, {}};
    CHECK(moved_clear(space, {{{{"a", 0.0, 0.3}}, ""}}, {{"a", 0.0}})->at("a") ==
          doctest::Approx(0.4));
  }

  TEST_CASE("avoid: out of one rule may lead through the next; no way out gives nothing") {
    const DesignSpace space = coarse_design().space;
    const std::vector<AvoidRule> rows{{{{"a", 0.0, 2.0}}, ""}, {{{"a", 1.5, 4.0}}, ""}};
    CHECK(moved_clear(space, rows, {{"a", 0.0}, {"b", 1.0}, {"c", 0.0}})->at("a") == 4.5);
    const std::vector<AvoidRule> all{{{{"a", 0.0, 10.0}}, ""}};
    CHECK_FALSE(moved_clear(space, all, {{"a", 0.0}, {"b", 1.0}, {"c", 0.0}}));
    const std::vector<AvoidRule> fixed{{{{"still", 3.0, 3.0}}, ""}};
    CHECK_FALSE(moved_clear(space, fixed, {{"a", 0.0}, {"still", 3.0}}));
  }

  TEST_CASE(
      "avoid: drawn points are replaced, corners and grid points moved, listed ones left out") {
    for (const auto kind : {DesignKind::RoleAware, DesignKind::Sobol, DesignKind::LatinHypercube,
                            DesignKind::MaximinLatinHypercube}) {
      DesignSpec design = coarse_design();
      design.kind = kind;
      design.count = 40;
      design.corners = Corners::Full;
      design.avoid = quiet();
      const auto chosen = training_settings(design, 3);
      CHECK(chosen.settings.size() == 40 + 8);
      for (const auto& one : chosen.settings) CHECK(one.setting.at("a") > 1.0);
      REQUIRE(chosen.avoided.size() == 1);
      CHECK(chosen.avoided[0].replaced > 0);
      CHECK(chosen.avoided[0].moved == 4);
    }
    DesignSpec listed;
    listed.kind = DesignKind::List;
    listed.listed = {{{"a", 0.5}}, {{"a", 3.0}}};
    listed.avoid = quiet();
    const auto chosen = training_settings(listed, 1);
    CHECK(chosen.settings.size() == 1);
    CHECK(chosen.avoided[0].left_out == 1);
  }

  TEST_CASE("avoid: a longer role-aware design with rules begins with the shorter one") {
    DesignSpec design = coarse_design();
    design.avoid = quiet();
    design.count = 60;
    const auto longer = training_settings(design, 9).settings;
    design.count = 25;
    const auto shorter = training_settings(design, 9).settings;
    REQUIRE(shorter.size() == 25);
    for (std::size_t i = 0; i < 25; ++i) CHECK(shorter[i].setting == longer[i].setting);
  }

  TEST_CASE("avoid: nothing is held out there either") {
    DesignSpec design = coarse_design();
    design.avoid = {{{{"a", 0.0, 6.0}}, ""}};
    design.validation = design.test = 6;
    for (const auto& one : held_out_settings(design, {}, {}, 2)) CHECK(one.setting.at("a") > 6.0);
  }

  TEST_CASE("avoid: a rule reads as a person would say it") {
    auto knobs = lettered_knobs(2);
    knobs[1].positions = {"clean", "lead"};
    CHECK(rule_text(knobs, {{{"a", 0.0, 0.3}, {"b", 1.0, 1.0}}, "mutes"}) ==
          "a 0..0.3, b lead (mutes)");
  }
}
