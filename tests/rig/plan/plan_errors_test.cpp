// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "planted_breaks.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/plan/rig_file.hpp"
#include "sample_files.hpp"

using namespace ampsweep::rig;
using ampsweep::test::Break;
using ampsweep::test::contains;
using ampsweep::test::kSmallPlan;
using ampsweep::test::kSmallRig;
using ampsweep::test::refusal_of;
using ampsweep::test::with;

namespace {

std::string refused(const std::string& text) {
  const Rig rig = parse_rig(
      kSmallRig + "[[knob]]\nid = \"bright\"\npositions = [\"off\", \"on\"]\n", "rig.toml");
  return refusal_of([&] { (void)parse_plan(text, "p.toml", rig); });
}

void check_breaks(const std::vector<Break>& breaks) {
  ampsweep::test::check_breaks("p.toml", kSmallPlan, refused, breaks);
}

/// The small plan with a line more in [design].
Break design(const std::string& line, const std::string& said) {
  return {"count = 12\n", "count = 12\n" + line + "\n", said};
}

/// The small plan as another kind of design.
Break kind(const std::string& lines, const std::string& said) {
  return {"kind = \"sobol\"\ncount = 12\n", lines + "\n", said};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("plan errors: an unknown knob and a value out of range name file, line and way out") {
    CHECK(refused(with(kSmallPlan, "count = 12", "count = 12\nfixed = { trebel = 3 }")) ==
          "p.toml:6: fixed \"trebel\" is no knob of the rig, did you mean \"treble\"?\n"
          "  try: one of: gain, bass, treble, bright");
    CHECK(refused(with(kSmallPlan, "count = 12", "count = 12\nrange = { gain = [1, 11] }")) ==
          "p.toml:6: knob \"gain\": 11 is outside 0..10\n"
          "  try: write a value inside 0..10, as printed on the knob");
  }

  TEST_CASE("plan errors: the head, [stimulus] and [policy]") {
    check_breaks({
        {"rig = \"rig.toml\"", "", "rig is missing"},
        {"[design]", "[desing]", "[design] is missing"},
        {"seed = 3", "seed = -3", "seed is not a whole number"},
        {"seed = 3", "sed = 3", "p.toml:2: unknown key \"sed\", did you mean \"seed\"?"},
        {"[order]", "[oder]", "unknown key \"oder\", did you mean \"order\"?"},
        {"[order]", "[stimulus]\nsweep_s = 0\n[order]", "[stimulus]: sweep_s 0 is outside 0.5..60"},
        {"[order]", "[stimulus]\nchannel_rule = \"both\"\n[order]", "one of: left, right, mix"},
        {"[order]", "[stimulus]\ntraining_level_dbfs_peak = -0.5\n[order]",
         "leaves at -0.5 dBFS, above the rig's output_ceiling_dbfs_peak -1"},
        {"[order]", "[stimulus]\ndi = \"x.wav\"\n[order]", "unknown key \"di\""},
        {"[order]", "[policy]\nretries = -1\n[order]", "[policy]: retries -1 is outside 0..100"},
        {"[order]", "[policy]\nretry = 1\n[order]", "unknown key \"retry\""},
        {"[order]", "[policy]\nmax_dc = 0\n[order]", "max_dc 0 is not above 0"},
        {"[order]", "[policy.on]\nclipped = \"ignore\"\n[order]",
         "one of: retry, requeue, skip, pause, stop"},
        {"[order]", "[policy.on]\nslips = \"stop\"\n[order]", "slips is no fault of a take"},
        {"[order]", "[policy.on]\ntap_low = \"retry\"\n[order]",
         "tap_low is a fault whose reaction is not the plan's to choose"},
        {"[order]", "[policy.on]\nsound_unsettled = \"skip\"\n[order]",  // a flag: refuses nothing
         "sound_unsettled is a fault whose reaction is not the plan's to choose"},
        {"[order]", "[warm_up]\nat_most_min = 0\n[order]", "at_most_min 0 is outside 1..240"},
        {"[order]", "[warm_up]\nthen = \"wait\"\n[order]", "one of: go_on, pause, stop"},
    });
  }

  TEST_CASE("plan errors: [design]") {
    check_breaks({
        {"\"sobol\"", "\"sobel\"", "did you mean \"sobol\"?"},
        {"count = 12", "count = 0", "count 0 is outside 1..5000"},
        design("cuont = 3", "did you mean \"count\"?"),
        design("levels = 5", "levels is for kind = \"grid\" and \"steps\" only"),
        design("csv = \"x.csv\"", "csv is for kind = \"list\" only"),
        design("corners = \"some\"", "one of: none, half, half_by_gain, full"),
        design("centre = \"yes\"", "not true or false"),
        design("knobs = [\"gian\"]", "knobs entry \"gian\" is no knob"),
        design("knobs = [\"gain\", \"gain\"]", "is there twice or also fixed"),
        design("knobs = [\"gain\"]", "knobs leaves out \"bass\", which is not fixed either"),
        design("fixed = { gain = 1 }\nknobs = [\"gain\", \"bass\", \"treble\", \"bright\"]",
               "there twice or also fixed"),
        design("fixed = { gain = -1 }", "knob \"gain\": -1 is outside 0..10"),
        design("fixed = { gain = \"loud\" }", "\"loud\" is not a number"),
        design("fixed = { bright = \"of\" }", "no position, did you mean \"off\"?"),
        design("fixed = { bright = true }", "the value is no number"),
        design("fixed = 3", "fixed is a number, not a table"),
        design("fixed = { gain = 1, bass = 1, treble = 1, bright = 0 }", "varies no knob"),
        design("range = { gian = [1, 2] }", "range \"gian\" is no knob"),
        design("range = { gain = 3 }", "\"gain\" is no pair of values"),
        design("range = { gain = [1, 2, 3] }", "\"gain\" is no pair of values"),
        design("range = { gain = [6, 2] }", "\"gain\" runs from 6 to 2"),
        design("range = { gain = [2.01, 2.09] }", "runs from 2.1 to 2"),
        design("fixed = { gain = 1 }\nrange = { gain = [1, 2] }", "is fixed and has no range"),
    });
  }

  TEST_CASE("plan errors: grids and lists") {
    check_breaks({
        kind("kind = \"grid\"", "levels is missing"),
        kind("kind = \"grid\"\nlevels = 0", "not a whole number from 1 to 5000"),
        kind("kind = \"grid\"\nlevels = \"5\"", "not a whole number from 1 to 5000"),
        kind("kind = \"grid\"\nlevels = 9", "levels make more than 5000 settings"),
        kind("kind = \"grid\"\nlevels = { gain = 2 }", "has no entry for \"bass\""),
        kind("kind = \"grid\"\nlevels = { gian = 2 }", "levels \"gian\" is no knob"),
        kind("kind = \"grid\"\nlevels = 2\ncount = 3", "count is for kind = \"role-aware\""),
        kind("kind = \"list\"", "needs csv or settings, not both"),
        kind("kind = \"list\"\nsettings = []\ncsv = \"x\"", "needs csv or settings, not both"),
        kind("kind = \"list\"\nsettings = []", "settings is empty"),
        kind("kind = \"list\"\nsettings = [3]", "settings entry is a number, not a table"),
        kind("kind = \"list\"\nsettings = [{ gain = 1 }]", "knob \"bass\" has no value here"),
        kind("kind = \"list\"\nsettings = [\n{ gian = 1 }]", "p.toml:6: settings entry \"gian\""),
        kind("kind = \"list\"\nsettings = [{ gain = 1 }]\nfixed = { gain = 1 }", "is also fixed"),
        kind("kind = \"list\"\ncsv = \"no.csv\"",
             "p.toml:5: [design]: csv names \"no.csv\", and there is no such file"),
        kind("kind = \"list\"\nrange = { gain = [1, 2] }\nsettings = []", "range is for designs"),
    });
  }

  TEST_CASE("plan errors: [holdout], [order], [reference]") {
    check_breaks({
        {"validation = 2", "validation = -1", "[holdout]: validation -1 is outside"},
        {"validation = 2", "validaton = 2", "did you mean \"validation\"?"},
        {"blocks = 3", "blocks = 0", "blocks 0 is outside 1..5000"},
        {"blocks = 3", "blocks = 17", "blocks 17 is more than there are settings (16)"},
        {"blocks = 3", "max_correlation = 2", "outside 0..1"},
        {"blocks = 3", "allow_corelation = 1", "did you mean \"allow_correlation\"?"},
        {"[order]", "[reference]\n[order]", "[reference]: setting is missing"},
        {"[order]", "[reference]\nsetting = { gian = 1 }\n[order]", "setting \"gian\" is no knob"},
        {"[order]", "[reference]\ngain = 1\n[order]", "setting is missing"},
    });
  }

  TEST_CASE("plan errors: a design that the knobs cannot meet says how many settings there are") {
    const std::string coarse = with(kSmallPlan, "count = 12",
                                    "count = 12\nfixed = { bass = 0, treble = 0, bright = 0 }\n"
                                    "range = { gain = [0, 0.9] }");
    CHECK(contains(refused(coarse), "asks for count 12"));
    CHECK(contains(refused(coarse),
                   "only 10 further settings were found; the knobs' steps allow 10"));
    const std::string crowded = with(coarse, "count = 12", "count = 9");
    CHECK(contains(refused(crowded),
                   "settings to hold out of 4 asked for; the knobs' steps allow 10"));
  }
}
