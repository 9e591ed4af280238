// SPDX-License-Identifier: GPL-3.0-or-later
// A plan worked out on from the takes of a shorter one.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "refusal_of.hpp"
#include "rig/plan/correlation.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/plan/rig_file.hpp"
#include "sample_files.hpp"

using namespace ampsweep::rig;
using ampsweep::test::kSmallPlan;
using ampsweep::test::kSmallRig;
using ampsweep::test::with;

namespace {

Rig small_bench() { return parse_rig(kSmallRig, "rig.toml"); }

Plan begun() { return parse_plan(kSmallPlan, "p.toml", small_bench()); }

Plan continued(const std::string& text, const Plan& before) {
  PlanOptions options;
  options.before = before.takes;
  return parse_plan(text, "p.toml", small_bench(), options);
}

std::map<Split, std::set<Setting>> splits(const Plan& plan) {
  std::map<Split, std::set<Setting>> result;
  for (const PlannedTake& take : plan.takes) result[take.split].insert(take.setting);
  return result;
}

void check_same_take(const PlannedTake& a, const PlannedTake& b) {
  CHECK(a.id == b.id);
  CHECK(a.setting == b.setting);
  CHECK(a.split == b.split);
  CHECK(a.purpose == b.purpose);
  CHECK(a.block == b.block);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("plan extension: the first takes stay, the others follow in whole blocks") {
    const Plan before = begun();
    const Plan after = continued(
        with(with(kSmallPlan, "count = 12", "count = 40"), "test = 2", "test = 5"), before);

    REQUIRE(after.takes.size() > before.takes.size());
    for (std::size_t i = 0; i < before.takes.size(); ++i) {
      check_same_take(before.takes[i], after.takes[i]);
    }
    for (std::size_t i = 0; i < after.takes.size(); ++i) {
      CHECK(after.takes[i].id == static_cast<int>(i));
    }
    const PlannedTake& first = after.takes[before.takes.size()];
    CHECK(first.split == Split::Reference);
    CHECK(first.block == before.takes.back().block + 1);
    CHECK(after.takes.back().split == Split::Reference);
    // 12 + 4 settings in 3 blocks; 31 more in blocks as large.
    CHECK(after.takes.back().block == 2 + 6);
    auto all = splits(after);
    CHECK(all[Split::Train].size() == 40);
    CHECK(all[Split::Validation].size() == 2);
    CHECK(all[Split::Test].size() == 5);
    CHECK(after.max_correlation <= 0.2);
    CHECK(after.max_correlation == time_correlation(small_bench().knobs, after.takes).largest);
    CHECK(after.hash == plan_hash(after));
  }

  TEST_CASE("plan extension: trained settings are those of the longer plan on its own") {
    const std::string longer = with(kSmallPlan, "count = 12", "count = 40");
    CHECK(splits(continued(longer, begun()))[Split::Train] ==
          splits(parse_plan(longer, "p.toml", small_bench()))[Split::Train]);
  }

  TEST_CASE("plan extension: what was held out is never trained on, on however coarse a grid") {
    const std::string coarse =
        with(kSmallPlan, "count = 12",
             "count = 10\nfixed = { treble = 5 }\nrange = { gain = [0, 0.5], "
             "bass = [0, 0.5] }");
    for (int seed = 1; seed < 12; ++seed) {
      const std::string here = with(coarse, "seed = 3", "seed = " + std::to_string(seed));
      const Plan before = parse_plan(here, "p.toml", small_bench(), {.allow_correlation = 1.0});
      PlanOptions options{.allow_correlation = 1.0};
      options.before = before.takes;
      const Plan after =
          parse_plan(with(here, "count = 10", "count = 28"), "p.toml", small_bench(), options);
      auto all = splits(after);
      CHECK(all[Split::Train].size() == 28);
      for (const Split split : {Split::Validation, Split::Test}) {
        CHECK(all[split] == splits(before)[split]);
        for (const Setting& held : all[split]) CHECK_FALSE(all[Split::Train].contains(held));
      }
    }
  }

  TEST_CASE("plan extension: nothing new, or less than there is, adds nothing") {
    const Plan before = begun();
    CHECK(continued(kSmallPlan, before).takes.size() == before.takes.size());
    CHECK(continued(kSmallPlan, before).hash == before.hash);
    CHECK(continued(with(kSmallPlan, "count = 12", "count = 6"), before).takes.size() ==
          before.takes.size());
  }

  TEST_CASE("plan extension: a single further setting makes one block") {
    const Plan before = begun();
    // One more setting cannot make up for an order that is fixed already: its |r| is to be allowed.
    PlanOptions options{.allow_correlation = 1.0};
    options.before = before.takes;
    const Plan after =
        parse_plan(with(kSmallPlan, "count = 12", "count = 13"), "p.toml", small_bench(), options);
    CHECK(after.takes.size() == before.takes.size() + 3);
  }
}
