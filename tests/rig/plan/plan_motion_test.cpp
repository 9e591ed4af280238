// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/plan_motion.hpp"

#include <doctest/doctest.h>

#include "refusal_of.hpp"
#include "rig/plan/estimate.hpp"
#include "rig/plan/measurement_plan.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/plan/rig_file.hpp"
#include "sample_files.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using ampsweep::test::contains;
using ampsweep::test::kSmallPlan;
using ampsweep::test::kSmallRig;
using ampsweep::test::refusal_of;
using ampsweep::test::with;

namespace {

const std::string kMotion =
    "[[motion]]\nknob = \"gain\"\npoints = [[0.0, 2.0], [10, 8.0]]\nat = { treble = 3 }\n";

Rig motion_rig(const std::string& more = "") { return parse_rig(kSmallRig + more, "rig.toml"); }

Plan motion_plan(const std::string& tables, const PlanOptions& options = {}) {
  return parse_plan(kSmallPlan + tables, "p.toml", motion_rig(), options);
}

std::string motion_refused(const std::string& tables, const std::string& rig_more = "") {
  return refusal_of([&] { (void)parse_plan(kSmallPlan + tables, "p.toml", motion_rig(rig_more)); });
}

const std::string kMidiKnob =
    "[[knob]]\nid = \"drive\"\ncontrol = { kind = \"midi\", port = \"amp\", channel = 1, ";

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("plan motion: takes come last, in the last block, apart from every split") {
    const Plan still = motion_plan("");
    const Plan plan = motion_plan(kMotion + "repeats = 2\n");
    REQUIRE(plan.takes.size() == still.takes.size() + 2);
    for (std::size_t i = 0; i < still.takes.size(); ++i) {
      CHECK(plan.takes[i].setting == still.takes[i].setting);
      CHECK_FALSE(plan.takes[i].motion);
    }
    const PlannedTake& take = plan.takes.back();
    CHECK(take.id == static_cast<int>(plan.takes.size()) - 1);
    CHECK(take.split == Split::Motion);
    CHECK(take.block == still.takes.back().block);
    CHECK(take.setting == Setting{{"gain", 2.0}, {"bass", 5.0}, {"treble", 3.0}});
    REQUIRE(take.motion);
    CHECK(take.motion->knob == "gain");
    CHECK(take.motion->points == std::vector<MotionPoint>{{0.0, 2.0}, {10.0, 8.0}});
    CHECK(plan.max_correlation == still.max_correlation);
  }

  TEST_CASE("plan motion: part of the hash, and only where there is one") {
    const Plan still = motion_plan("");
    Plan stripped = motion_plan(kMotion);
    stripped.takes.pop_back();
    CHECK(plan_hash(stripped) == still.hash);
    const Plan plan = motion_plan(kMotion);
    CHECK(plan.hash != still.hash);
    CHECK(plan.hash != motion_plan(with(kMotion, "8.0", "8.5")).hash);
    CHECK(plan.hash != motion_plan(with(kMotion, "[10,", "[11,")).hash);
    CHECK(plan.hash == motion_plan("\n\n" + kMotion).hash);  // lines are no meaning
  }

  TEST_CASE("plan motion: refused with file, line and the way out") {
    CHECK(motion_refused(with(kMotion, "gain", "gian")) ==
          "p.toml:12: knob \"gian\" is no knob of the rig, did you mean \"gain\"?\n"
          "  try: one of: gain, bass, treble");
    const std::vector<std::pair<std::string, std::string>> breaks{
        {with(kMotion, "[10, 8.0]", "[10, 8.0], [10, 3]"), "comes to 10 s after 10 s"},
        {with(kMotion, "[10, 8.0]", "[10, 11]"), "p.toml:13: knob \"gain\": 11 is outside 0..10"},
        {with(kMotion, "[10, 8.0]", "[nan, 8]"), "no time of 0 s or later"},
        {with(kMotion, "[0.0, 2.0]", "[-1, 2.0]"), "no time of 0 s or later"},
        {with(kMotion, "[10, 8.0]", "[inf, 8]"), "no time of 0 s or later"},
        {with(kMotion, "[10, 8.0]", "[10, 8.0, 1]"), "no pair of numbers"},
        {with(kMotion, "[10, 8.0]", "10"), "no pair of numbers"},
        {with(kMotion, ", [10, 8.0]", ""), "no list of 2 to 10000 points"},
        {with(kMotion, "8.0", "2.0"), "never leave 2"},
        {with(kMotion, "points", "point"), "points is missing"},
        {with(kMotion, "treble", "gain"), "names \"gain\", which moves"},
        {kMotion + "repeats = 0\n", "repeats 0 is outside 1..1000"},
        {kMotion + "repaets = 2\n", "did you mean \"repeats\""},
        {"[motion]\nknob = \"gain\"\n", "motion"},
    };
    for (const auto& [tables, said] : breaks) {
      const std::string refusal = motion_refused(tables);
      INFO(refusal);
      CHECK(contains(refusal, said));
      CHECK(contains(refusal, "p.toml:1"));
    }
  }

  TEST_CASE("plan motion: knobs that nothing can move while sound plays") {
    const std::string drive = with(kMotion, "gain", "drive");
    const std::vector<std::pair<std::string, std::string>> knobs{
        {"[[knob]]\nid = \"drive\"\ncontrol = { kind = \"manual\" }\n", "turned by hand"},
        {"[[knob]]\nid = \"drive\"\npositions = [\"off\", \"on\"]\n", "is a switch"},
        {"[[knob]]\nid = \"drive\"\npositions = [\"a\", \"b\"]\ncontrol = { kind = \"midi\", port "
         "= "
         "\"amp\", channel = 1, program_change = true, values = [1, 2] }\n",
         "program changes"},
    };
    for (const auto& [knob, said] : knobs) {
      const std::string refusal = motion_refused(drive, knob);
      INFO(refusal);
      CHECK(contains(refusal, said));
      CHECK(contains(refusal, "p.toml:12"));
    }
    CHECK(motion_refused(drive, kMidiKnob + "controller = 20 }\n") == "");
  }

  TEST_CASE("plan motion: a knob whose messages take too long would silence the output") {
    const std::string nrpn = kMidiKnob + "nrpn = 300, bits = 14, high = 16383 }\n";
    const std::string drive = with(kMotion, "gain", "drive");
    CHECK(motion_refused(drive, nrpn) == "");
    const std::string slow = motion_refused(drive, nrpn + "[midi]\ngap_ms = 20\n");
    INFO(slow);
    CHECK(contains(slow, "100 ms to be sent one value (6 messages, gap_ms = 20)"));
  }

  TEST_CASE("plan motion: past the stimulus' end is refused at its line") {
    const Plan plan = motion_plan(kMotion);
    const SampleRate rate{48000};
    CHECK_NOTHROW(check_motions_fit(plan, SampleCount{480000}, rate));
    const std::string refusal =
        refusal_of([&] { check_motions_fit(plan, SampleCount{479999}, rate); });
    INFO(refusal);
    CHECK(contains(refusal, "p.toml:13: [[motion]]: points of \"gain\" go on to 10 s"));
  }

  TEST_CASE("plan motion: a longer plan adds the motions that are new, and settings as before") {
    const Plan before = motion_plan(kMotion);
    PlanOptions options;
    options.before = before.takes;
    CHECK(motion_plan(kMotion, options).takes.size() == before.takes.size());
    const Plan more =
        motion_plan(kMotion + "repeats = 3\n" + with(kMotion, "gain", "bass"), options);
    REQUIRE(more.takes.size() == before.takes.size() + 3);
    CHECK(more.takes.back().motion->knob == "bass");
    CHECK(more.max_correlation == before.max_correlation);
    const Plan longer = parse_plan(with(kSmallPlan, "count = 12", "count = 20") + kMotion, "p.toml",
                                   motion_rig(), options);
    std::size_t moving = 0;
    for (const PlannedTake& take : longer.takes) moving += take.motion ? 1U : 0U;
    CHECK(moving == 1);
    CHECK(longer.takes.back().split == Split::Reference);
  }

  TEST_CASE("plan motion: the estimate counts its takes, chirps and moves") {
    Rig rig = motion_rig();
    for (Knob& knob : rig.knobs) {
      knob.control = MidiControl{.port = "amp", .controller = 20, .settle_ms = 1000.0};
    }
    const SampleCount length{480000};
    const PlanEstimate still = estimate(motion_plan(""), rig, length);
    const PlanEstimate moving = estimate(motion_plan(kMotion), rig, length);
    CHECK(moving.takes.at(Split::Motion) == 1);
    CHECK(still.takes.at(Split::Motion) == 0);
    CHECK((moving.playing - still.playing).value() == doctest::Approx(10.0));
    // Its start is the lowest: one chirp more. Moves: to the highest, to the start, back there.
    CHECK((moving.listening - still.listening).value() ==
          doctest::Approx(2.0 * kListenTime.value()));
    CHECK((moving.moving_total - still.moving_total).value() == doctest::Approx(3.0));
    CHECK(moving.coverage.settings == still.coverage.settings);
  }

  TEST_CASE("plan motion: a measurement over the plan leaves moving knobs out") {
    const Plan plan = motion_plan(kMotion);
    const Plan measured = measured_over(plan, motion_rig(), {});
    CHECK(measured.takes.size() == plan.takes.size() - 1);
  }
}
