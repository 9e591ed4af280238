// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <set>
#include <string>
#include <thread>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/dataset_writer.hpp"
#include "tests/rig/dataset/capturing_child.hpp"
#include "tests/rig/dataset/dataset_support.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

constexpr int kTakes = 150;
constexpr int kKills = 50;

DatasetWriter resume(const test::fs::path& dir) { return test::resume_after_child(dir, kTakes); }

/// All lines until the child's end of the pipe is closed.
std::string drain(int pipe) {
  std::string text;
  std::array<char, 4096> block{};
  for (ssize_t got = 0; (got = ::read(pipe, block.data(), block.size())) > 0;) {
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  return text;
}

/// Starts a child, kills it after `delay` (none: lets it end); its acknowledged lines.
std::string run_child(const test::fs::path& dir, std::chrono::microseconds delay, bool kill) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(ends[0]);
    test::capture_and_tell(dir, kTakes, ends[1]);
  }
  ::close(ends[1]);
  std::array<char, 6> ready{};
  REQUIRE(::read(ends[0], ready.data(), ready.size()) == 6);
  if (kill) {
    std::this_thread::sleep_for(delay);
    ::kill(child, SIGKILL);
  }
  std::string told = drain(ends[0]);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!kill) CHECK(WEXITSTATUS(status) == 0);
  return told;
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE("dataset: a kill while a session recovers is put right by the next one") {
    const TempDir dir;
    const auto where = dir / "d";
    {
      auto writer = DatasetWriter::create(where, test::small_plan(kTakes), test::small_rig(),
                                          test::small_stimulus(), "test");
      for (int take = 0; take < 40; ++take) {
        REQUIRE(writer.begin_attempt(test::attempt_at(writer, take)));
      }
    }
    for (int take = 0; take < 40; ++take) {
      test::write_text(where / fmt::format("raw/{:05}.wav", take), fmt::format("sound {}", take));
      test::write_text(where / fmt::format("takes/{:05}.wav", take), "cut from it");
    }
    signals::Random random{37};
    for (int kill = 0; kill < 10; ++kill) {
      const pid_t child = ::fork();
      if (child == 0) {
        { const auto writer = resume(where); }
        ::_exit(0);
      }
      std::this_thread::sleep_for(std::chrono::microseconds{random.below(40000)});
      ::kill(child, SIGKILL);
      ::waitpid(child, nullptr, 0);
    }
    CHECK(test::folder_fault(resume(where).dataset()).empty());
    for (int take = 0; take < 40; ++take) {
      REQUIRE(test::read_text(where / fmt::format("raw/{:05}-a1.wav", take)) ==
              fmt::format("sound {}", take));
    }
  }

  TEST_CASE(
      "dataset: 50 kills at random moments lose nothing acknowledged and leave no half file") {
    const TempDir dir;
    const auto where = dir / "d";
    test::create_for_child(where, kTakes);
    std::set<std::string> told;
    signals::Random random{31};
    int interrupted = 0;
    for (int kill = 0; kill < kKills; ++kill) {
      const auto delay = std::chrono::microseconds{random.below(100000)};
      test::add_lines(run_child(where, delay, true), told);
      // First as a reader finds it, then as the next session does.
      const Dataset found = open_dataset(where);
      const auto recovered = resume(where).dataset();
      CAPTURE(kill);
      REQUIRE(found.lost.empty());
      REQUIRE(test::folder_fault(recovered).empty());
      for (const TakeRecord& take : recovered.takes) {
        for (const AttemptRecord& record : take.attempts) {
          if (record.outcome->verdict.faults.empty()) continue;
          if (record.outcome->verdict.faults[0].code == FaultCode::Stopped) ++interrupted;
        }
      }
      REQUIRE(test::lost_line(recovered, told).empty());
    }
    CHECK(told.size() > 20);
    CHECK(interrupted > 0);
    MESSAGE("acknowledged before the kills: ", told.size(),
            ", interrupted attempts seen: ", interrupted);

    run_child(where, {}, false);
    const Dataset whole = open_dataset(where);
    CHECK(test::folder_fault(whole).empty());
    for (const TakeRecord& take : whole.takes) REQUIRE(take.accepted() != nullptr);
  }
}
