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
#include "rig/model/sha256.hpp"
#include "tests/rig/dataset/dataset_support.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

constexpr int kTakes = 150;
constexpr int kKills = 50;

DatasetWriter resume(const test::fs::path& dir) {
  return DatasetWriter::resume(dir, test::small_plan(kTakes), test::small_rig(),
                               test::small_stimulus());
}

/// Child: captures what is missing, a refused attempt before every third take, and tells each
/// acknowledged attempt as one line.
[[noreturn]] void capture_and_tell(const test::fs::path& dir, int pipe) {
  const auto tell = [&](const std::string& line) {
    if (::write(pipe, line.data(), line.size()) < 0) ::_exit(3);
  };
  auto writer = resume(dir);
  tell("ready\n");
  for (int take = 0; take < kTakes; ++take) {
    if (writer.accepted(take)) continue;
    if (take % 3 == 0 && writer.next_attempt(take) == 1) {
      const Attempt attempt = test::attempt_at(writer, take);
      if (!writer.begin_attempt(attempt)) ::_exit(2);
      const test::Sound sound = test::sound_of(take, attempt.number);
      if (!writer.finish_attempt(attempt, {&sound.raw, {}, {}}, test::refusing())) ::_exit(2);
      tell(std::to_string(take) + "r\n");
    }
    if (!test::capture(writer, take)) ::_exit(2);
    tell(std::to_string(take) + "a\n");
  }
  ::_exit(0);
}

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
    capture_and_tell(dir, ends[1]);
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

void add_lines(const std::string& text, std::set<std::string>& into) {
  std::size_t from = 0;
  for (std::size_t end = 0; (end = text.find('\n', from)) != std::string::npos; from = end + 1) {
    into.insert(text.substr(from, end - from));
  }
}

/// The disk against the ledger: every named file is there with its hash, and no other file is.
void check_folder(const Dataset& data) {
  std::set<std::string> named;
  const auto check = [&](const std::string& file, const std::string& sha256) {
    if (file.empty()) return;
    REQUIRE(named.insert(file).second);
    REQUIRE(sha256_of_file(data.dir / file) == sha256);
  };
  REQUIRE(data.lost.empty());
  for (const TakeRecord& take : data.takes) {
    for (const AttemptRecord& record : take.attempts) {
      REQUIRE(record.outcome);
      check(record.outcome->raw_file, record.outcome->raw_sha256);
      check(record.outcome->take_file, record.outcome->take_sha256);
    }
  }
  for (const auto& [name, content] : test::snapshot(data.dir)) {
    CAPTURE(name);
    REQUIRE(name.find(".part") == std::string::npos);
    if (name.starts_with("raw/") || name.starts_with("takes/")) REQUIRE(named.contains(name));
  }
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
        {
          const auto writer = resume(where);
        }
        ::_exit(0);
      }
      std::this_thread::sleep_for(std::chrono::microseconds{random.below(40000)});
      ::kill(child, SIGKILL);
      ::waitpid(child, nullptr, 0);
    }
    check_folder(resume(where).dataset());
    for (int take = 0; take < 40; ++take) {
      REQUIRE(test::read_text(where / fmt::format("raw/{:05}-a1.wav", take)) ==
              fmt::format("sound {}", take));
    }
  }

  TEST_CASE(
      "dataset: 50 kills at random moments lose nothing acknowledged and leave no half file") {
    const TempDir dir;
    const auto where = dir / "d";
    {
      const auto writer = DatasetWriter::create(where, test::small_plan(kTakes), test::small_rig(),
                                                test::small_stimulus(), "test");
    }
    std::set<std::string> told;
    signals::Random random{31};
    int interrupted = 0;
    for (int kill = 0; kill < kKills; ++kill) {
      const auto delay = std::chrono::microseconds{random.below(100000)};
      add_lines(run_child(where, delay, true), told);
      // First as a reader finds it, then as the next session does.
      const Dataset found = open_dataset(where);
      const auto recovered = resume(where).dataset();
      CAPTURE(kill);
      REQUIRE(found.lost.empty());
      check_folder(recovered);
      for (const TakeRecord& take : recovered.takes) {
        for (const AttemptRecord& record : take.attempts) {
          if (record.outcome->verdict.faults.empty()) continue;
          if (record.outcome->verdict.faults[0].code == FaultCode::Stopped) ++interrupted;
        }
      }
      for (const std::string& line : told) {
        const int take = std::stoi(line);
        const TakeRecord* record = find_take(recovered, take);
        CAPTURE(line);
        if (line.back() == 'a') REQUIRE(record->accepted() != nullptr);
        if (line.back() == 'r') REQUIRE(record->attempts[0].outcome->raw_sha256.size() == 64);
      }
    }
    CHECK(told.size() > 20);
    CHECK(interrupted > 0);
    MESSAGE("acknowledged before the kills: ", told.size(),
            ", interrupted attempts seen: ", interrupted);

    run_child(where, {}, false);
    const Dataset whole = open_dataset(where);
    check_folder(whole);
    for (const TakeRecord& take : whole.takes) REQUIRE(take.accepted() != nullptr);
  }
}
