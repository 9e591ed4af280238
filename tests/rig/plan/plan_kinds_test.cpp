// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds of design and what stands beside them, as a plan file asks for them.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "refusal_of.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/plan/rig_file.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::contains;
using test::refusal_of;

namespace {

const Rig& amp() {
  static const Rig rig = parse_rig(R"(name = "Amp"
[audio]
api = "simulated"
[[knob]]
id = "gain"
role = "gain"
resolution = 0.1
[[knob]]
id = "bass"
role = "eq"
resolution = 0.1
[[knob]]
id = "bright"
positions = ["off", "on"]
)",
                                   "rig.toml");
  return rig;
}

std::string plan_text(const std::string& design, const std::string& rest = "") {
  return "rig = \"rig.toml\"\n[design]\n" + design + "\n" + rest;
}

Plan planned(const std::string& design, const std::string& rest = "") {
  return parse_plan(plan_text(design, rest), "p.toml", amp());
}

std::string kind_refusal(const std::string& design, const std::string& rest = "") {
  return refusal_of([&] { (void)planned(design, rest); });
}

std::vector<Setting> of_purpose(const Plan& plan, Purpose purpose) {
  std::vector<Setting> settings;
  for (const PlannedTake& take : plan.takes) {
    if (take.purpose == purpose) settings.push_back(take.setting);
  }
  std::sort(settings.begin(), settings.end());
  return settings;
}

/// Share of training settings whose knob stands between two values.
double share(const Plan& plan, const std::string& knob, double low, double high) {
  double inside = 0.0;
  double all = 0.0;
  for (const PlannedTake& take : plan.takes) {
    if (take.split != Split::Train) continue;
    all += 1.0;
    const double value = take.setting.at(knob);
    inside += value >= low && value <= high ? 1.0 : 0.0;
  }
  return inside / all;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("plan kinds: without a kind a plan is role-aware: gain to its ends, eq to its middle") {
    const Plan plan = planned("count = 256");
    const Plan plain = planned("kind = \"sobol\"\ncount = 256");

    CHECK(plan.hash == planned("kind = \"role-aware\"\ncount = 256").hash);
    CHECK(plan.hash != plain.hash);
    // The distributions themselves are judged in designs/role_warp_test.cpp.
    CHECK(share(plan, "gain", 2.0, 8.0) < 0.53);
    CHECK(share(plain, "gain", 2.0, 8.0) == doctest::Approx(0.6).epsilon(0.03));
    CHECK(share(plan, "bass", 2.5, 7.5) > 0.6);
    CHECK(share(plain, "bass", 2.5, 7.5) == doctest::Approx(0.5).epsilon(0.03));
    CHECK(share(plan, "bright", 1.0, 1.0) == doctest::Approx(0.5).epsilon(0.03));
  }

  TEST_CASE("plan kinds: a role-aware plan is even where it is drawn, and says how even") {
    const std::string rest = "count = 128\nfixed = { bright = \"on\" }";
    const Plan plan = planned(rest);
    REQUIRE(plan.warped_discrepancy);
    CHECK(*plan.warped_discrepancy < 0.03);
    CHECK_FALSE(planned("kind = \"sobol\"\n" + rest).warped_discrepancy);
  }

  TEST_CASE("plan kinds: corners crossed with gain, the defaults, and one knob at a time") {
    const Plan plan = planned(
        "count = 10\ncorners = \"half_by_gain\"\ndefaults = { gain = 4, bright = \"on\" }\n"
        "one_at_a_time = 3");
    CHECK(of_purpose(plan, Purpose::Corner).size() == 8);
    CHECK(of_purpose(plan, Purpose::Defaults) ==
          std::vector<Setting>{{{"gain", 4.0}, {"bass", 5.0}, {"bright", 1.0}}});
    for (const Setting& one : of_purpose(plan, Purpose::OneAtATime)) {
      const int moved = (one.at("gain") != 4.0 ? 1 : 0) + (one.at("bass") != 5.0 ? 1 : 0) +
                        (one.at("bright") != 1.0 ? 1 : 0);
      CHECK(moved == 1);
    }
    // gain 0 5 10; bass 0 and 10 (5 is the defaults); bright off (on is the defaults).
    CHECK(of_purpose(plan, Purpose::OneAtATime).size() == 3 + 2 + 1);
    CHECK(of_purpose(plan, Purpose::Design).size() == 10);
  }

  TEST_CASE("plan kinds: steps of one knob are the five-step grid, with nothing held out") {
    const Plan plan = planned("kind = \"steps\"\nfixed = { bass = 3, bright = \"off\" }",
                              "[order]\nblocks = 1\nallow_correlation = 1\n");
    std::vector<double> gains;
    for (const Setting& one : of_purpose(plan, Purpose::OneAtATime)) {
      gains.push_back(one.at("gain"));
      CHECK(one.at("bass") == 3.0);
    }
    CHECK(gains == std::vector<double>{0.0, 2.5, 5.0, 7.5, 10.0});
    CHECK(plan.takes.size() == 5 + 2);
  }

  TEST_CASE("plan kinds: PANAMA's points, in the order the plan gives the trainer's knobs") {
    const test::TempDir dir;
    std::ofstream(dir.path() / "new_points.json")
        << R"([{"g_vector": [0.0, 1.0], "index": 10}, {"g_vector": [0.5, 0.25], "index": 11}])";
    const Plan plan = parse_plan(
        plan_text("kind = \"panama\"\npoints = \"new_points.json\"\nknobs = [\"bass\", \"gain\"]\n"
                  "fixed = { bright = \"on\" }",
                  "[order]\nallow_correlation = 1\n"),
        dir.path() / "p.toml", amp());
    CHECK(of_purpose(plan, Purpose::Listed) ==
          std::vector<Setting>{{{"bass", 0.0}, {"bright", 1.0}, {"gain", 10.0}},
                               {{"bass", 5.0}, {"bright", 1.0}, {"gain", 2.5}}});
    CHECK(of_purpose(plan, Purpose::Holdout).empty());
  }

  TEST_CASE("plan kinds: what avoid rules did is said, and the reference stays clear of them") {
    const Plan plan = planned(
        "count = 20\ncorners = \"full\"\navoid = [ { when = { gain = [0, 0.9] }, why = \"mutes\" "
        "},\n"
        "  { when = { gain = [4.5, 5.5], bright = \"on\" } } ]");
    for (const PlannedTake& take : plan.takes) CHECK(take.setting.at("gain") >= 1.0);
    REQUIRE(plan.notes.size() == 2);
    CHECK(contains(plan.notes[0], "avoid gain 0..0.9 (mutes): "));
    CHECK(contains(plan.notes[0], "4 settings moved just clear of it"));
    CHECK(contains(plan.notes[1], "avoid bright on, gain 4.5..5.5: "));
    CHECK((plan.reference.at("bright") == 0.0 || plan.reference.at("gain") != 5.0));
  }

  TEST_CASE("plan kinds: a plan that takes gain to its end is told to listen there first") {
    CHECK(contains(planned("count = 20").notes.at(0), "gain goes down to 0"));
    CHECK(planned("count = 20\nrange = { gain = [1, 10] }").notes.empty());
  }

  TEST_CASE("plan kinds: errors name the key and the way out") {
    CHECK(contains(kind_refusal("kind = \"panama\""), "points is missing"));
    CHECK(
        contains(kind_refusal("kind = \"panama\"\npoints = \"no.json\""), "there is no such file"));
    CHECK(contains(kind_refusal("points = \"x\""), "points is for kind = \"panama\" only"));
    CHECK(contains(kind_refusal("kind = \"steps\"\nlevels = 1"), "levels 1 is outside 2..5000"));
    CHECK(contains(kind_refusal("kind = \"steps\"\none_at_a_time = 3"),
                   "one_at_a_time is for other kinds"));
    CHECK(contains(kind_refusal("one_at_a_time = 1"), "outside 2..5000"));
    CHECK(contains(kind_refusal("corners = \"half_by_gain\"\nfixed = { gain = 3 }"),
                   "no knob that varies has that role"));
    CHECK(contains(kind_refusal("fixed = { gain = 3 }\ndefaults = { gain = 3 }"), "does not vary"));
    CHECK(contains(kind_refusal("range = { gain = [5, 6] }\ndefaults = { gain = 3 }"),
                   "outside its range 5..6"));
    CHECK(contains(kind_refusal("avoid = [ { why = \"?\" } ]"), "when is missing"));
    CHECK(contains(kind_refusal("avoid = [ { when = { } } ]"), "names no knob"));
    CHECK(contains(kind_refusal("avoid = [ { when = { gian = 0 } } ]"), "did you mean \"gain\"?"));
    CHECK(contains(kind_refusal("avoid = [ { when = { gain = [3, 1] } } ]"), "runs from 3 to 1"));
    CHECK(contains(kind_refusal("avoid = [ { when = { gain = [3] } } ]"), "no pair of values"));
    CHECK(contains(kind_refusal("avoid = [ { when = { gain = 0 }, way = \"x\" } ]"),
                   "did you mean \"why\"?"));
    CHECK(contains(kind_refusal("avoid = [ { when = { gain = [0, 10] } } ]"),
                   "has its reference setting where it avoids: gain 0..10"));
    CHECK(contains(kind_refusal("avoid = [ { when = { gain = [0, 2] }, why = \"mutes\" } ]",
                                "[reference]\nsetting = { gain = 1 }\n"),
                   "where it avoids: gain 0..2 (mutes)"));
    CHECK(contains(kind_refusal("count = 300\navoid = [ { when = { gain = [0, 4] } } ]\n"
                                "fixed = { bass = 1 }"),
                   "those to avoid included"));
  }
}
