// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/plan_file.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <set>

#include "refusal_of.hpp"
#include "rig/plan/correlation.hpp"
#include "rig/plan/rig_file.hpp"
#include "sample_files.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::contains;
using test::kSmallPlan;
using test::kSmallRig;
using test::refusal_of;
using test::with;

namespace {

Rig small_rig() { return parse_rig(kSmallRig, "rig.toml"); }

Plan plan_of(const std::string& text, const PlanOptions& options = {}) {
  return parse_plan(text, "plans/p.toml", small_rig(), options);
}

std::set<Setting> settings_of(const Plan& plan, Split split) {
  std::set<Setting> result;
  for (const PlannedTake& take : plan.takes) {
    if (take.split == split) result.insert(take.setting);
  }
  return result;
}

std::string list_plan(const std::string& design) {
  return "rig = \"r.toml\"\n[design]\nkind = \"list\"\n" + design +
         "\n[order]\nallow_correlation = 1\n";
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("plan file: a small Sobol plan has the takes it asks for, in order") {
    const Plan plan = plan_of(kSmallPlan);

    CHECK(plan.name == "p");
    CHECK(plan.rig_file == "plans/rig.toml");
    CHECK(plan.seed == 3);
    CHECK(plan.takes.size() == 12 + 4 + 4);
    CHECK(settings_of(plan, Split::Train).size() == 12);
    CHECK(settings_of(plan, Split::Validation).size() == 2);
    CHECK(settings_of(plan, Split::Test).size() == 2);
    CHECK(settings_of(plan, Split::Reference) == std::set<Setting>{plan.reference});
    CHECK(plan.reference == Setting{{"gain", 5.0}, {"bass", 5.0}, {"treble", 5.0}});
    for (std::size_t i = 0; i < plan.takes.size(); ++i) {
      CHECK(plan.takes[i].id == static_cast<int>(i));
    }
    CHECK(plan.max_correlation <= 0.2);
    CHECK(plan.max_correlation == time_correlation(small_rig().knobs, plan.takes).largest);
  }

  TEST_CASE("plan file: held-out settings are in no other split") {
    const Plan plan = plan_of(with(kSmallPlan, "count = 12", "count = 40"));
    std::set<Setting> seen = settings_of(plan, Split::Train);
    seen.insert(plan.reference);
    for (const Split split : {Split::Validation, Split::Test}) {
      for (const Setting& setting : settings_of(plan, split)) CHECK(seen.insert(setting).second);
    }
  }

  TEST_CASE("plan file: every key of [stimulus] and [policy] arrives, files beside the plan") {
    const Plan plan = plan_of(kSmallPlan + R"([stimulus]
audio_file = "di/guitar.wav"
channel_rule = "mix"
validation_file = "/abs/v.wav"
training_s = 12
validation_s = 3.5
sweep_s = 4
training_level_dbfs_peak = -9
sweep_level_dbfs_peak = -15
marker_level_dbfs_peak = -25
seed = 77
suite = "full"
[policy]
retries = 5
max_delay_deviation_samples = 0.5
max_replicate_esr = 0.02
max_loopback_level_error_db = 0.1
max_dc = 0.02
max_noise_dbfs_rms = -50
refuse_flat_tops = true
headroom_samples = 8
stop_on_failure = true
max_hum_dbfs_rms = -55
max_replicate_excess_db = 12
max_block_change_db = 0.5
max_noise_rise_db = 9
block_retakes = 3
retake_odd = false
[policy.on]
clipped = "skip"
slip = "requeue"
[warm_up]
wait = true
at_most_min = 45
gain_db_per_min = 0.05
thd_db_per_min = 0.3
then = "pause"
)");
    CHECK(plan.stimulus.audio_file == "plans/di/guitar.wav");
    CHECK(plan.stimulus.channel_rule == "mix");
    CHECK(plan.stimulus.validation_file == "/abs/v.wav");
    CHECK(plan.stimulus.suite == ampsweep::signals::Suite::Full);
    CHECK(plan.stimulus.training_s == 12.0);
    CHECK(plan.stimulus.validation_s == 3.5);
    CHECK(plan.stimulus.sweep_s == 4.0);
    CHECK(plan.stimulus.peak.value() == -9.0);
    CHECK(plan.stimulus.sweep_level.value() == -15.0);
    CHECK(plan.stimulus.marker_level.value() == -25.0);
    CHECK(plan.stimulus.seed == 77);
    CHECK(plan.policy.retries == 5);
    CHECK(plan.policy.max_delay_deviation_samples == 0.5);
    CHECK(plan.policy.max_replicate_esr == 0.02);
    CHECK(plan.policy.max_loopback_level_error_db == 0.1);
    CHECK(plan.policy.max_dc == 0.02);
    CHECK(plan.policy.max_noise_dbfs_rms == -50.0);
    CHECK(plan.policy.refuse_flat_tops);
    CHECK(plan.policy.headroom_samples == 8.0);
    CHECK(plan.policy.stop_on_failure);
    CHECK(plan.policy.max_hum_dbfs_rms == -55.0);
    CHECK(plan.policy.max_replicate_excess_db == 12.0);
    CHECK(plan.policy.max_block_change_db == 0.5);
    CHECK(plan.policy.max_noise_rise_db == 9.0);
    CHECK(plan.policy.block_retakes == 3);
    CHECK_FALSE(plan.policy.retake_odd);
    CHECK(plan.policy.on == std::map<FaultCode, Reaction>{{FaultCode::Clipped, Reaction::Skip},
                                                          {FaultCode::Slip, Reaction::Requeue}});
    CHECK(plan.policy.warm_up ==
          WarmUpPolicy{true, 45.0, 0.05, 0.3, WarmUpPolicy::Then::Pause});
  }

  TEST_CASE("plan file: ranges bind, fixed knobs stand, corners are those of the range") {
    const Plan plan = plan_of(with(kSmallPlan, "count = 12",
                                   "count = 12\ncorners = \"full\"\ncentre = true\nrange = { gain "
                                   "= [2, 6] }\nfixed = { bass = 3 }"));

    std::set<Setting> corners;
    for (const PlannedTake& take : plan.takes) {
      CHECK(take.setting.at("gain") >= 2.0);
      CHECK(take.setting.at("gain") <= 6.0);
      CHECK(take.setting.at("bass") == 3.0);
      if (take.purpose == Purpose::Corner) corners.insert(take.setting);
    }
    CHECK(corners == std::set<Setting>{{{"gain", 2}, {"bass", 3}, {"treble", 0}},
                                       {{"gain", 6}, {"bass", 3}, {"treble", 0}},
                                       {{"gain", 2}, {"bass", 3}, {"treble", 10}},
                                       {{"gain", 6}, {"bass", 3}, {"treble", 10}}});
    CHECK(plan.reference == Setting{{"gain", 4.0}, {"bass", 3.0}, {"treble", 5.0}});
    CHECK(settings_of(plan, Split::Train).size() == 12 + 4 + 1);
  }

  TEST_CASE("plan file: a grid of 3 x 2 values") {
    const Plan plan = plan_of(
        "rig = \"r.toml\"\n[design]\nkind = \"grid\"\nfixed = { treble = 1 }\n"
        "levels = { gain = 3, bass = 2 }\n[holdout]\nvalidation = 0\ntest = 0\n");

    std::set<Setting> expected;
    for (const double gain : {0.0, 5.0, 10.0}) {
      for (const double bass : {0.0, 10.0}) {
        expected.insert({{"gain", gain}, {"bass", bass}, {"treble", 1.0}});
      }
    }
    CHECK(settings_of(plan, Split::Train) == expected);
  }

  TEST_CASE("plan file: a list, in the file or as CSV beside it, holds nothing out unless asked") {
    const test::TempDir dir;
    std::ofstream(dir.path() / "list.csv") << "gain,bass,treble\n1,2,3\n4,5,6\n";
    const std::string inline_list =
        "settings = [ { gain = 1, bass = 2, treble = 3 },\n { gain = 4, bass = 5, treble = 6 } ]";
    const std::set<Setting> expected{{{"gain", 1}, {"bass", 2}, {"treble", 3}},
                                     {{"gain", 4}, {"bass", 5}, {"treble", 6}}};

    const Plan from_text = plan_of(list_plan(inline_list));
    const Plan from_csv =
        parse_plan(list_plan("csv = \"list.csv\""), dir.path() / "p.toml", small_rig());

    CHECK(settings_of(from_text, Split::Train) == expected);
    CHECK(settings_of(from_csv, Split::Train) == expected);
    CHECK(settings_of(from_text, Split::Test).empty());
    CHECK(from_text.hash == from_csv.hash);
  }

  TEST_CASE("plan file: a list's reference is the middle of what it lists") {
    const Plan plan = plan_of(list_plan(
        "fixed = { treble = 7 }\nsettings = [ { gain = 1, bass = 2 }, { gain = 4, bass = 2 } ]"));
    CHECK(plan.reference == Setting{{"gain", 2.5}, {"bass", 2.0}, {"treble", 7.0}});
  }

  TEST_CASE("plan file: a reference of one's own, partly given") {
    const Plan plan = plan_of(kSmallPlan + "[reference]\nsetting = { gain = 8.5 }\n");
    CHECK(plan.reference == Setting{{"gain", 8.5}, {"bass", 5.0}, {"treble", 5.0}});
  }

  TEST_CASE("plan file: on disk it loads the rig it names, from its own folder") {
    const test::TempDir dir;
    std::filesystem::create_directory(dir.path() / "plans");
    std::ofstream(dir.path() / "rig.toml") << kSmallRig;
    const auto file = dir.path() / "plans" / "p.toml";
    std::ofstream(file) << with(kSmallPlan, "rig.toml", "../rig.toml");

    const Plan plan = load_plan(file);

    CHECK(plan.rig_file == (dir.path() / "rig.toml").string());
    CHECK(plan.hash == plan_of(kSmallPlan).hash);
    std::filesystem::remove(dir.path() / "rig.toml");
    CHECK(contains(refusal_of([&] { (void)load_plan(file); }), "p.toml:1: rig names"));
  }

  TEST_CASE(
      "plan file: correlation out of reach is refused with its value, and allowed on request") {
    const std::string two = with(list_plan("settings = [ { gain = 1, bass = 2, treble = 3 }, "
                                           "{ gain = 4, bass = 5, treble = 6 } ]"),
                                 "allow_correlation = 1", "blocks = 1");

    const std::string message = refusal_of([&] { (void)plan_of(two); });

    CHECK(contains(message,
                   "plans/p.toml:5: order cannot be visited without time looking like a knob"));
    CHECK(contains(message, "stays at 1, above 0.2"));
    CHECK(contains(message, "allow_correlation = 1 in [order] or --allow-correlation 1"));
    CHECK(plan_of(two, {.allow_correlation = 1.0}).max_correlation == doctest::Approx(1.0));
    CHECK(refusal_of([&] { (void)plan_of(two, {.allow_correlation = 0.99}); }) != "");
  }
}
