// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/extend_dataset.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/rebuild.hpp"
#include "rig/plan/plan_file.hpp"
#include "tests/rig/dataset/dataset_support.hpp"
#include "tests/rig/dataset/failing_ops.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

namespace {

constexpr std::size_t kBegun = 4;

/// The small plan, or the first takes of a longer one.
Plan plan_of(std::size_t takes) {
  Plan plan = test::small_plan(static_cast<int>(kBegun));
  for (std::size_t id = kBegun; id < takes; ++id) {
    plan.takes.push_back({static_cast<int>(id),
                          {{"gain", 1.0 + 0.25 * static_cast<double>(id)}, {"treble", 2.0}},
                          Split::Train,
                          Purpose::Design,
                          1});
  }
  plan.hash = plan_hash(plan);
  return plan;
}

/// As a longer plan file gives it: the same settings in another order.
Plan file_plan(std::size_t takes) {
  Plan plan = plan_of(takes);
  std::swap(plan.takes.front().setting, plan.takes.back().setting);
  plan.hash = plan_hash(plan);
  return plan;
}

/// Two of four takes played.
void begin_dataset(const test::fs::path& dir) {
  auto writer = DatasetWriter::create(dir, plan_of(kBegun), test::small_rig(),
                                      test::small_stimulus(), "test");
  REQUIRE(test::capture(writer, 0));
  REQUIRE(test::capture(writer, 2));
  REQUIRE(writer.write_derived());
}

void lengthen(const test::fs::path& dir, std::size_t takes, FileOps& ops = posix_file_ops()) {
  extend_dataset(dir, {plan_of(takes), file_plan(takes).hash}, test::small_rig(),
                 test::small_stimulus(), ops);
}

DatasetWriter go_on(const test::fs::path& dir, const Plan& file) {
  return DatasetWriter::resume(dir, resumed_plan(open_dataset(dir), file), test::small_rig(),
                               test::small_stimulus());
}

std::string extension_refused(const test::fs::path& dir, const Plan& plan,
                              const Rig& rig = test::small_rig(),
                              const signals::Stimulus& stimulus = test::small_stimulus()) {
  return test::refusal([&] { extend_dataset(dir, {plan, "hash"}, rig, stimulus); });
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("extend dataset: takes, labels and sounds stay, the new takes wait, an event tells") {
    const TempDir dir;
    begin_dataset(dir / "d");
    const Dataset before = open_dataset(dir / "d");
    const auto files = test::snapshot(dir / "d");

    lengthen(dir / "d", 7);

    const Dataset after = open_dataset(dir / "d");
    CHECK(after.lost.empty());
    REQUIRE(after.takes.size() == 7);
    CHECK(after.plan.takes.size() == 7);
    CHECK(after.plan_hash == plan_hash(after.plan));
    CHECK(after.plan.hash == after.plan_hash);
    CHECK(after.uuid == before.uuid);
    for (std::size_t i = 0; i < kBegun; ++i) {
      CHECK(after.takes[i].planned.setting == before.takes[i].planned.setting);
      CHECK(after.takes[i].planned.split == before.takes[i].planned.split);
      CHECK(after.takes[i].attempts.size() == before.takes[i].attempts.size());
    }
    CHECK(after.takes[0].accepted() != nullptr);
    CHECK(after.takes[2].accepted() != nullptr);
    CHECK(after.takes[5].attempts.empty());
    const auto now = test::snapshot(dir / "d");
    for (const auto& [name, bytes] : files) {
      if (name.ends_with(".wav") || name == "metadata.csv") CHECK(now.at(name) == bytes);
    }
    CHECK(derived_files_current(after));
    REQUIRE(after.events.size() == 1);
    CHECK(after.events[0].kind == "plan_extended");
    CHECK(after.events[0].text == "by takes 4 to 6, blocks 2 to 2");
  }

  TEST_CASE("extend dataset: the plan file resumes it, the one it was begun with no more") {
    const TempDir dir;
    begin_dataset(dir / "d");
    CHECK(has(test::refusal([&] { (void)go_on(dir / "d", file_plan(7)); }), "plan extend"));

    lengthen(dir / "d", 7);

    {
      auto writer = go_on(dir / "d", file_plan(7));
      CHECK(writer.accepted(0));
      CHECK_FALSE(writer.accepted(1));
      REQUIRE(test::capture(writer, 6));
      REQUIRE(writer.write_derived());
    }
    CHECK(open_dataset(dir / "d").takes[6].accepted() != nullptr);
    CHECK(has(test::refusal([&] { (void)go_on(dir / "d", plan_of(kBegun)); }),
              "belongs to another plan; changed: takes"));
  }

  TEST_CASE("extend dataset: again and again, the last file resumes") {
    const TempDir dir;
    begin_dataset(dir / "d");
    for (const std::size_t takes : {5U, 7U, 20U}) {
      lengthen(dir / "d", takes);
      CHECK(go_on(dir / "d", file_plan(takes)).dataset().takes.size() == takes);
    }
    CHECK(open_dataset(dir / "d").events.size() == 3);
  }

  TEST_CASE("extend dataset: whatever is not an addition is refused and named") {
    const TempDir dir;
    begin_dataset(dir / "d");
    const auto files = test::snapshot(dir / "d");
    const auto changed = [](auto change) {
      Plan plan = plan_of(7);
      change(plan);
      plan.hash = plan_hash(plan);
      return plan;
    };

    CHECK(has(extension_refused(dir / "d", plan_of(kBegun)), "asks for no setting"));
    CHECK(has(extension_refused(dir / "d", changed([](Plan& p) { p.takes.resize(3); })),
              "another plan"));
    CHECK(
        has(extension_refused(dir / "d", changed([](Plan& p) { p.seed = 9; })), "seed (1, now 9)"));
    CHECK(has(extension_refused(dir / "d", changed([](Plan& p) { p.reference["gain"] = 4.0; })),
              "reference.gain"));
    CHECK(has(extension_refused(dir / "d", changed([](Plan& p) { p.policy.max_dc = 0.5; })),
              "policy.max_dc"));
    CHECK(has(
        extension_refused(dir / "d", changed([](Plan& p) { p.takes[1].setting["gain"] = 9.5; })),
        "takes"));
    Rig rig = test::small_rig();
    rig.hash = "other";
    rig.amp = "Other";
    CHECK(has(extension_refused(dir / "d", plan_of(7), rig), "another rig; changed: amp"));
    CHECK(has(extension_refused(dir / "d", plan_of(7), test::small_rig(), test::small_stimulus(99)),
              "another stimulus"));
    CHECK(has(extension_refused(dir / "none", plan_of(7)), "is not a folder"));
    {
      const auto writer = go_on(dir / "d", plan_of(kBegun));
      CHECK(has(extension_refused(dir / "d", plan_of(7)), std::to_string(::getpid())));
    }
    CHECK(open_dataset(dir / "d").takes.size() == kBegun);
    CHECK(test::snapshot(dir / "d").at("metadata.csv") == files.at("metadata.csv"));
  }

  TEST_CASE("extend dataset: with any file operation failing it is long or short, and resumes") {
    int long_after_failure = 0;
    for (int k = 1; k < 100; ++k) {
      const TempDir dir;
      begin_dataset(dir / "d");
      test::FailingOps ops(k);
      const std::string said = test::refusal([&] { lengthen(dir / "d", 7, ops); });
      if (!ops.failed()) {
        CHECK(said.empty());
        CHECK(long_after_failure > 0);
        break;
      }
      CHECK_FALSE(said.empty());
      const std::size_t takes = open_dataset(dir / "d").takes.size();
      REQUIRE((takes == kBegun || takes == 7));
      long_after_failure += takes == 7 ? 1 : 0;
      const auto writer = go_on(dir / "d", takes == 7 ? file_plan(7) : plan_of(kBegun));
      CHECK(derived_files_current(writer.dataset()));
    }
  }

  TEST_CASE("extend dataset: killed at any moment the plan is the old one or the longer one") {
    const TempDir whole;
    begin_dataset(whole / "d");
    const auto start = std::chrono::steady_clock::now();
    lengthen(whole / "d", 300);
    const std::chrono::duration<double, std::micro> takes_us =
        std::chrono::steady_clock::now() - start;

    constexpr int kKills = 24;
    int longer = 0;
    for (int i = 0; i < kKills; ++i) {
      const TempDir dir;
      begin_dataset(dir / "d");
      const pid_t child = ::fork();
      REQUIRE(child >= 0);
      if (child == 0) {
        try {
          lengthen(dir / "d", 300);
        } catch (...) {
          ::_exit(3);
        }
        ::_exit(0);
      }
      ::usleep(static_cast<useconds_t>(1.5 * takes_us.count() * i / kKills));
      ::kill(child, SIGKILL);
      int status = 0;
      REQUIRE(::waitpid(child, &status, 0) == child);
      CHECK((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));

      const std::size_t takes = open_dataset(dir / "d").takes.size();
      REQUIRE((takes == kBegun || takes == 300));
      longer += takes == 300 ? 1 : 0;
      const auto writer = go_on(dir / "d", takes == 300 ? file_plan(300) : plan_of(kBegun));
      CHECK(writer.dataset().lost.empty());
      CHECK(writer.accepted(0));
      CHECK(derived_files_current(writer.dataset()));
    }
    MESSAGE("killed ", kKills, " times, ", longer, " had the longer plan");
  }
}
