// SPDX-License-Identifier: GPL-3.0-or-later
// A dataset that is gone on with after the interface's gain was touched.
#include "rig/capture/run_job.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "fixtures/simulated_bench.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "support/short_stimulus.hpp"
#include "support/small_rig.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// One run of the small plan; stopped once `takes` are accepted.
SessionSummary run(const test::TempDir& folder, const Rig& rig, bool resume, int takes) {
  Job job{rig, test::small_plan(rig), test::short_stimulus()};
  Bench bench = fixtures::make_simulated_bench(rig);
  RunOptions options;
  options.out = (folder.path() / "d").string();
  options.resume = resume;
  std::stop_source stop;
  return run_job(
      job, bench, options,
      [&](const SessionSnapshot& now, const DatasetWriter&) {
        if (now.takes_done == takes) stop.request_stop();
      },
      stop.get_token());
}

double loopback_gain(const test::TempDir& folder) {
  const Dataset dataset = open_dataset(folder.path() / "d");
  return dataset.takes[0].accepted()->outcome->measured.loopback_gain_db.value();
}

/// A STOP of the rig's own that was lost on the way.
class LostStop final : public StopSwitch {
 public:
  void watch(std::function<void()>) override {}
  [[nodiscard]] std::vector<std::string> look_after() override { return std::exchange(told_, {}); }

 private:
  std::vector<std::string> told_{"STOP over MIDI is not heard any more: it was pulled"};
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("run: what became of the rig's own STOP is told, and an event of the ledger") {
    const test::TempDir folder;
    const Rig rig = test::small_rig();
    Job job{rig, test::small_plan(rig), test::short_stimulus()};
    Bench bench = fixtures::make_simulated_bench(rig);
    bench.stop_switch = std::make_unique<LostStop>();
    RunOptions options;
    options.out = (folder.path() / "d").string();
    std::stop_source stop;
    int told = 0;
    (void)run_job(
        job, bench, options,
        [&](const SessionSnapshot& now, const DatasetWriter&) {
          told += now.message.starts_with("STOP over MIDI is not heard any more") ? 1 : 0;
          if (now.takes_done == 1) stop.request_stop();
        },
        stop.get_token());
    CHECK(told == 1);
    const Dataset dataset = open_dataset(options.out);
    CHECK(std::count_if(dataset.events.begin(), dataset.events.end(), [](const Event& event) {
            return event.kind == "stop_switch" &&
                   event.text == "STOP over MIDI is not heard any more: it was pulled";
          }) == 1);
  }

  TEST_CASE("run: a dataset goes on at the loopback level it was begun with, and at no other") {
    const test::TempDir folder;
    Rig rig = test::small_rig();
    REQUIRE(run(folder, rig, false, 2).accepted == 2);
    const double gain = loopback_gain(folder);
    rig.calibration.loopback_gain_db = gain + 0.5;  // recalibrated after a knob was touched
    CHECK_THROWS_WITH_AS((void)run(folder, rig, true, 99), doctest::Contains("a gain knob"),
                         SetupError);
    rig.calibration.loopback_gain_db = gain + 0.01;
    CHECK(run(folder, rig, true, 99).complete());
  }

  TEST_CASE("run: the calibration a dataset was begun with stands, not its first take") {
    const test::TempDir folder;
    Rig rig = test::small_rig();
    REQUIRE(run(folder, rig, false, 1).accepted == 1);
    const double gain = loopback_gain(folder);
    rig.calibration.loopback_gain_db = gain - 0.04;
    const test::TempDir other;
    REQUIRE(run(other, rig, false, 2).accepted == 2);
    CHECK(established_by(open_dataset(other.path() / "d")).loopback_gain_db ==
          rig.calibration.loopback_gain_db);
  }
}
