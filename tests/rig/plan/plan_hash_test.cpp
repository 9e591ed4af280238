// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <set>

#include "refusal_of.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/plan/rig_file.hpp"
#include "sample_files.hpp"

using namespace ampsweep::rig;
using ampsweep::test::kSmallPlan;
using ampsweep::test::kSmallRig;
using ampsweep::test::with;

namespace {

std::string hash_of(const std::string& text) {
  return parse_plan(text, "p.toml", parse_rig(kSmallRig, "rig.toml")).hash;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("plan hash: golden: the same plan on every machine, settings and order included") {
    CHECK(hash_of(kSmallPlan) ==
          "d7720e8a40d8ff4d2d975812f3e6f0b1a8914fa7a2821f09be84688e498c8201");
    CHECK(hash_of(with(kSmallPlan, "\"sobol\"", "\"lhs\"")) ==
          "a20eb2df2adc4c9dc82c8431cfb7a0d2e2ce461955aff7be24e1488d96fcbc22");
  }

  TEST_CASE("plan: what is asked of hearing the knobs is read, and excuses only knobs of the rig") {
    const Rig rig = parse_rig(kSmallRig, "rig.toml");
    const auto policy = [&](const std::string& keys) {
      return parse_plan(kSmallPlan + "[policy]\n" + keys + "\n", "p.toml", rig).policy;
    };
    CHECK_FALSE(policy("").hear_knobs);
    const Policy heard =
        policy("hear_knobs = true\nsettle_timeout_s = 2.5\nunheard_knobs = [\"gain\"]");
    CHECK(heard.hear_knobs);
    CHECK(heard.settle_timeout_s == 2.5);
    CHECK(heard.unheard_knobs == std::vector<std::string>{"gain"});
    const auto refusal =
        ampsweep::test::refusal_of([&] { (void)policy("unheard_knobs = [\"gian\"]"); });
    CHECK(ampsweep::test::contains(refusal, "gian"));
    CHECK(ampsweep::test::contains(refusal, "gain"));
  }

  TEST_CASE("plan hash: comments, names, paths, patience and unused limits do not matter") {
    const std::string hash = hash_of(kSmallPlan);
    CHECK(hash_of("# why\nname = \"another\"\n" + kSmallPlan) == hash);
    CHECK(hash_of(with(kSmallPlan, "rig.toml", "other/rig.toml")) == hash);
    CHECK(hash_of(kSmallPlan + "[policy]\nretries = 9\nstop_on_failure = true\n") == hash);
    CHECK(hash_of(kSmallPlan + "[policy]\nblock_retakes = 2\nmax_block_change_db = 1\n"
                               "max_noise_rise_db = 1\n[policy.on]\nslip = \"stop\"\n"
                               "[warm_up]\nwait = true\n") == hash);
    CHECK(hash_of(kSmallPlan + "[policy]\nhear_knobs = true\nsettle_timeout_s = 9\n") == hash);
    CHECK(hash_of(kSmallPlan + "[stimulus]\nsweep_s = 8.0\n") == hash);
    CHECK(hash_of(with(kSmallPlan, "blocks = 3", "blocks = 3\nallow_correlation = 0.9")) == hash);
    CHECK(hash_of(kSmallPlan + "[stimulus]\naudio_file = \"a/di.wav\"\n") ==
          hash_of(kSmallPlan + "[stimulus]\naudio_file = \"b/di.wav\"\n"));
  }

  TEST_CASE("plan hash: whatever changes the data changes it") {
    std::set<std::string> hashes{hash_of(kSmallPlan)};
    const std::vector<std::pair<std::string, std::string>> changes{
        {"seed = 3", "seed = 4"},
        {"count = 12", "count = 13"},
        {"\"sobol\"", "\"lhs\""},
        {"validation = 2", "validation = 3"},
        {"blocks = 3", "blocks = 2"},
        {"count = 12", "count = 12\nrange = { gain = [0, 9] }"},
        {"count = 12", "count = 12\ncentre = true"}};
    for (const auto& [from, to] : changes) {
      CHECK(hashes.insert(hash_of(with(kSmallPlan, from, to))).second);
    }
    for (const std::string table :
         {"[stimulus]\ntraining_s = 31", "[stimulus]\nvalidation_s = 9", "[stimulus]\nsweep_s = 9",
          "[stimulus]\naudio_file = \"di.wav\"", "[stimulus]\nvalidation_file = \"v.wav\"",
          "[stimulus]\nchannel_rule = \"mix\"", "[stimulus]\ntraining_level_dbfs_peak = -7",
          "[stimulus]\nsweep_level_dbfs_peak = -11", "[stimulus]\nmarker_level_dbfs_peak = -21",
          "[stimulus]\nseed = 2", "[stimulus]\nsuite = \"quick\"",
          "[policy]\nmax_delay_deviation_samples = 1", "[policy]\nmax_replicate_esr = 0.5",
          "[policy]\nmax_loopback_level_error_db = 1", "[policy]\nmax_dc = 0.5",
          "[policy]\nmax_noise_dbfs_rms = -30", "[policy]\nmax_hum_dbfs_rms = -30",
          "[policy]\nmax_replicate_excess_db = 30", "[policy]\nheadroom_samples = 5",
          "[policy]\nrefuse_flat_tops = true",
          "[reference]\nsetting = { gain = 6 }"}) {
      INFO(table);
      CHECK(hashes.insert(hash_of(kSmallPlan + table + "\n")).second);
    }
  }
}
