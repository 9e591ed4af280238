// SPDX-License-Identifier: GPL-3.0-or-later
// Whole sessions on a quick bench whose knob is set wrong at one take, on one that hums at one, and
// on one where nothing is wrong.
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

Plan scattered_plan(const Rig& rig, int takes) {
  Plan plan = test::small_plan(rig);
  plan.takes.clear();
  signals::Random random{3};
  for (int id = 0; id < takes; ++id) {
    PlannedTake take;
    take.id = id;
    take.setting = {{"gain", random.uniform(2.0, 8.0)}, {"treble", random.uniform(1.0, 9.0)}};
    plan.takes.push_back(take);
  }
  plan.hash = plan_hash(plan);
  return plan;
}

struct Trouble {
  std::vector<KnobFault> faults;
  test::Lamp lamp{};
  int takes{kTakes};
  double noise_dbfs_rms{-100.0};
};

Dataset captured(const test::TempDir& folder, const Trouble& trouble, bool retake_odd = true) {
  Rig rig = test::small_rig();
  rig.simulation.knob_faults = trouble.faults;
  rig.simulation.noise_dbfs_rms = trouble.noise_dbfs_rms;
  Plan plan = scattered_plan(rig, trouble.takes);
  plan.policy.retake_odd = retake_odd;
  auto made = test::quick_bench(rig, trouble.lamp);
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

TEST_SUITE("unit") {
  TEST_CASE(
      "neighbours: more noise alone is told twice, above what the plan allows; STOP ends it") {
    signals::Random random{5};
    std::vector<float> riff(8192);
    for (float& x : riff) x = static_cast<float>(random.normal());
    const auto watch = [&](double allowed_db) {
      NeighbourWatch neighbours{allowed_db};
      for (int take = 0; take < 24; ++take) {
        KnobLabel label;
        label.normalised = random.uniform();
        std::vector<float> sound = riff;
        for (float& x : sound) x *= static_cast<float>(0.05 + 0.05 * label.normalised);
        const double noise = -90.0 + 20.0 * label.normalised + (take == kWrong ? 12.0 : 0.0);
        neighbours.accepted(take, {label}, sound, DbFsRms{noise}, SampleRate{48000});
      }
      return neighbours;
    };
    auto neighbours = watch(6.0);
    for (const bool again : {false, true}) {
      const auto odd = neighbours.look({});
      REQUIRE(odd.size() == 1);
      CHECK(odd.front().take == kWrong);
      CHECK(odd.front().detail == "the noise of take 7 is 12.0 dB above what its neighbours' says");
      CHECK(odd.front().again == again);
    }
    CHECK(neighbours.look({}).empty());
    CHECK(watch(13.0).look({}).empty());
    std::stop_source stop;
    stop.request_stop();
    CHECK(watch(6.0).look(stop.get_token()).empty());
  }
}

TEST_SUITE("sim") {
  TEST_CASE("neighbours: a setting that was wrong at one take is taken again, and told once more") {
    const test::TempDir folder;
    const Dataset dataset = captured(folder, {{kMisset}});
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
  TEST_CASE("neighbours: a take in which a lamp buzzed is taken again, and its noise is told") {
    const test::TempDir folder;
    const Dataset dataset = captured(folder, {{}, {kWrong, 1, -66.0}, 24, -75.0});
    const auto notes = odd_notes(dataset);
    REQUIRE(notes.size() == 1);
    INFO(notes.front());
    CHECK(notes.front().find("the noise of take 7 is 9.0 dB above what its neighbours' says") !=
          std::string::npos);
    CHECK(dataset.takes[kWrong].attempts.size() == 2);
    CHECK(dataset.takes[kWrong].accepted()->outcome->measured.noise.value() < -74.0);
  }

  TEST_CASE("neighbours: takes that fit are left alone, and so are all when the plan says so") {
    const test::TempDir clean;
    CHECK(odd_notes(captured(clean, {})).empty());
    const test::TempDir unasked;
    const Dataset dataset = captured(unasked, {{kMisset}}, false);
    CHECK(odd_notes(dataset).empty());
    CHECK(dataset.takes[kWrong].attempts.size() == 1);
  }
}
