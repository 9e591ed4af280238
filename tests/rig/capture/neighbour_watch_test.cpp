// SPDX-License-Identifier: GPL-3.0-or-later
// Whole sessions on a quick bench whose knob is set wrong at one take, and on one where nothing is.
#include "rig/capture/neighbour_watch.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "rig/capture/session.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/plan/plan_file.hpp"
#include "signals/random.hpp"
#include "support/quick_bench.hpp"
#include "support/short_stimulus.hpp"
#include "support/small_rig.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

constexpr int kTakes = 14;
constexpr int kWrong = 7;

Plan scattered_plan(const Rig& rig) {
  Plan plan = test::small_plan(rig);
  plan.takes.clear();
  signals::Random random{3};
  for (int id = 0; id < kTakes; ++id) {
    PlannedTake take;
    take.id = id;
    take.setting = {{"gain", random.uniform(2.0, 8.0)}, {"treble", random.uniform(1.0, 9.0)}};
    plan.takes.push_back(take);
  }
  plan.hash = plan_hash(plan);
  return plan;
}

Dataset captured(const test::TempDir& folder, std::vector<KnobFault> faults,
                 bool retake_odd = true) {
  Rig rig = test::small_rig();
  rig.simulation.knob_faults = std::move(faults);
  Plan plan = scattered_plan(rig);
  plan.policy.retake_odd = retake_odd;
  auto made = test::quick_bench(rig);
  const auto stimulus = test::short_stimulus();
  const auto dir = folder.path() / "amp";
  DatasetWriter writer = DatasetWriter::create(dir, plan, rig, stimulus, "test");
  const auto summary = run_session({rig, plan, stimulus, made.bench, writer, {}}, {}, {}, {});
  REQUIRE(summary.complete());
  return writer.dataset();
}

std::vector<std::string> odd_notes(const Dataset& dataset) {
  std::vector<std::string> notes;
  for (const Event& event : dataset.events) {
    if (event.kind == "spectrum_odd") notes.push_back(event.text);
  }
  return notes;
}

const KnobFault kMisset{KnobFault::Kind::Misset, "gain", "", 0.4, kWrong};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("neighbours: a setting that was wrong at one take is taken again, and told once more") {
    const test::TempDir folder;
    const Dataset dataset = captured(folder, {kMisset});
    CHECK(dataset.takes[kWrong].attempts.size() == 2);
    const auto notes = odd_notes(dataset);
    REQUIRE_FALSE(notes.empty());
    CHECK(notes.front().starts_with("take 7 sounds "));
    for (const TakeRecord& take : dataset.takes) {
      if (take.planned.id != kWrong) CHECK(take.attempts.size() == 1);
    }
  }
}

// Minutes of sound each: too much for a sanitizer.
TEST_SUITE("slow") {
  TEST_CASE("neighbours: takes that fit are left alone, and so are all when the plan says so") {
    const test::TempDir clean;
    CHECK(odd_notes(captured(clean, {})).empty());
    const test::TempDir unasked;
    const Dataset dataset = captured(unasked, {kMisset}, false);
    CHECK(odd_notes(dataset).empty());
    CHECK(dataset.takes[kWrong].attempts.size() == 1);
  }
}
