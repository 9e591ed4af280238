// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/session_hooks.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <stop_token>

#include "fixtures/scripted_operator.hpp"
#include "fixtures/simulated_bench.hpp"
#include "rig/capture/run_job.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "support/small_rig.hpp"
#include "tests/support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

struct HeardHooks final : Hooks {
  std::vector<Happening> heard;
  std::vector<std::string> complaints;
  void happened(const Happening& what) noexcept override { heard.push_back(what); }
  std::vector<std::string> look_after() override { return std::exchange(complaints, {}); }
  std::vector<std::string> wait_for_all() override { return look_after(); }
  [[nodiscard]] std::vector<std::string> events() const {
    std::vector<std::string> all;
    for (const Happening& one : heard) all.push_back(one.event);
    return all;
  }
};

struct HookedJob {
  test::TempDir folder;
  Job job;
  fixtures::SimulatedBench bench;
  std::shared_ptr<HeardHooks> hooks = std::make_shared<HeardHooks>();
  std::stop_source stop;

  HookedJob()
      : job{test::small_rig(), test::small_plan(test::small_rig()), test::small_stimulus()},
        bench(fixtures::simulate(job.rig)) {
    bench.bench.hooks = hooks;
  }
  SessionSummary run(const JobObserver& observer = [](const auto&, const auto&) {}) {
    RunOptions options;
    options.out = (folder.path() / "d").string();
    return run_job(job, bench.bench, options, observer, stop.get_token());
  }
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("session hooks: a session that goes to its end says so once") {
    HookedJob job;
    job.hooks->complaints = {"hook /bin/x ended with 3"};
    REQUIRE(job.run().complete());
    CHECK(job.hooks->events() == std::vector<std::string>{"started", "finished"});
    const Happening& end = job.hooks->heard.back();
    CHECK(end.takes_done == end.takes_total);
    CHECK(end.dataset == (job.folder.path() / "d").string());
    int noted = 0;
    for (const Event& event : open_dataset(job.folder.path() / "d").events) {
      if (event.kind == "hook" && event.text == "hook /bin/x ended with 3") ++noted;
    }
    CHECK(noted == 1);
  }

  TEST_CASE("session hooks: whoever is told that it parked is told why, to the very end") {
    HookedJob job;
    (void)job.run([&](const SessionSnapshot& now, const DatasetWriter& writer) {
      if (now.takes_done < now.takes_total) return;
      std::filesystem::remove(writer.dir() / "metadata.csv");
      std::filesystem::create_directories(writer.dir() / "metadata.csv");  // cannot be replaced
    });
    CHECK(job.hooks->events() == std::vector<std::string>{"started", "parked"});
    CHECK(job.hooks->heard.back().text.find("metadata.csv") != std::string::npos);
  }

  TEST_CASE("session hooks: whatever ends a session, the one that cuts the mains hears of it") {
    HookedJob job;
    CHECK_THROWS_AS((void)job.run([](const SessionSnapshot& now, const DatasetWriter&) {
      if (now.state == SessionState::Playing) throw std::runtime_error("the disk is gone");
    }),
                    std::runtime_error);
    CHECK(job.hooks->events() == std::vector<std::string>{"started", "failed"});
    CHECK(job.hooks->heard.back().text == "the disk is gone");
  }

  TEST_CASE("session hooks: STOP is told before anything is written, a full disk delays nothing") {
    HookedJob job;
    bool written = true;
    (void)job.run([&](const SessionSnapshot& now, const DatasetWriter& writer) {
      if (now.state == SessionState::Playing) job.stop.request_stop();
      if (now.state != SessionState::Stopped || !written) return;
      written = writer.dataset().takes[0].attempts[0].outcome.has_value();
    });
    CHECK_FALSE(written);
    CHECK(job.hooks->events() == std::vector<std::string>{"started", "stopped"});
  }

  TEST_CASE("session hooks: STOP, and a session that could not begin") {
    HookedJob job;
    (void)job.run([&](const SessionSnapshot& now, const DatasetWriter&) {
      if (now.state == SessionState::Playing) job.stop.request_stop();
    });
    CHECK(job.hooks->events() == std::vector<std::string>{"started", "stopped"});
    HookedJob other;
    other.job.rig.audio.api = AudioApi::Alsa;  // has a check-list, which nobody confirms
    other.bench.bench.person = std::make_unique<fixtures::ScriptedOperator>(
        std::deque<Operator::Answer>{}, Operator::Answer::No);
    CHECK_THROWS_AS((void)other.run(), SetupError);
    CHECK(other.hooks->events() == std::vector<std::string>{"failed"});
  }
}
