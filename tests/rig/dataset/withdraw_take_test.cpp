// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/withdraw_take.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/rebuild.hpp"
#include "rig/model/sha256.hpp"
#include "tests/rig/dataset/dataset_support.hpp"
#include "tests/rig/dataset/failing_ops.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

DatasetWriter resume(const test::fs::path& dir) {
  return DatasetWriter::resume(dir, test::small_plan(), test::small_rig(), test::small_stimulus());
}

/// Take 0: accepted; 1: refused, then accepted, with a microphone; 2: accepted; 3: not begun.
void make_dataset(const test::fs::path& dir) {
  auto writer = DatasetWriter::create(dir, test::small_plan(), test::small_rig(),
                                      test::small_stimulus(), "test");
  REQUIRE(test::capture(writer, 0));
  const Attempt refused = test::attempt_at(writer, 1);
  REQUIRE(writer.begin_attempt(refused));
  const test::Sound first = test::sound_of(1, 1);
  REQUIRE(writer.finish_attempt(refused, {&first.raw, {}, {}}, test::refusing()));
  const Attempt accepted = test::attempt_at(writer, 1);
  REQUIRE(writer.begin_attempt(accepted));
  const test::Sound second = test::sound_of(1, 2);
  TakeAudio audio = second.audio();
  audio.further["mic"] = second.aligned;
  REQUIRE(writer.finish_attempt(accepted, audio, test::accepting()));
  REQUIRE(test::capture(writer, 2));
  REQUIRE(writer.write_derived());
}

std::vector<WithdrawnTake> withdraw(const test::fs::path& dir, std::vector<int> takes,
                                    FileOps& ops = posix_file_ops()) {
  return withdraw_takes(dir, {std::move(takes), "alice", "a hum, from 3 s on"}, ops);
}

/// The process ends at the k-th call, before or after the real one: a kill at every boundary.
class DyingOps final : public FileOps {
 public:
  DyingOps(int k, bool after) : left_(k), after_(after) {}
  int create(int dir_fd, const std::string& name, int& fd) override {
    return around([&] { return real_.create(dir_fd, name, fd); });
  }
  int write(int fd, std::span<const std::byte> bytes, std::int64_t offset) override {
    return around([&] { return real_.write(fd, bytes, offset); });
  }
  int sync(int fd) override {
    return around([&] { return real_.sync(fd); });
  }
  int rename(int dir_fd, const std::string& from, const std::string& to,
             IfExists if_exists) override {
    return around([&] { return real_.rename(dir_fd, from, to, if_exists); });
  }
  int remove(int dir_fd, const std::string& name) override {
    return around([&] { return real_.remove(dir_fd, name); });
  }

 private:
  template <class Call>
  int around(const Call& call) {
    const bool dies = --left_ == 0;
    if (dies && !after_) ::_exit(9);
    const int error = call();
    if (dies) ::_exit(9);
    return error;
  }
  FileOps& real_{posix_file_ops()};
  int left_;
  bool after_;
};

/// True when the child was killed; false when it came to its end.
bool killed_while_withdrawing(const test::fs::path& dir, int k, bool after,
                              bool in_session = false) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    DyingOps ops(k, after);
    try {
      if (in_session) {
        auto writer = DatasetWriter::resume(dir, test::small_plan(), test::small_rig(),
                                            test::small_stimulus(), ops);
        if (!writer.withdraw({0, 1}, "the person at the amp", "a wrong turn")) ::_exit(3);
      } else {
        withdraw(dir, {0, 1}, ops);
      }
    } catch (...) {
      ::_exit(3);
    }
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  REQUIRE((WEXITSTATUS(status) == 9 || WEXITSTATUS(status) == 0));
  return WEXITSTATUS(status) == 9;
}

/// All but the ledger, its lock and the folder's name.
std::map<std::string, std::string> files_of(const test::fs::path& dir) {
  auto files = test::snapshot(dir);
  std::erase_if(files, [](const auto& file) {
    return file.first.starts_with("ledger.sqlite") || file.first == ".session.lock";
  });
  return files;
}

/// Times and the dataset's own number differ from run to run.
std::map<std::string, std::string> sounds_of(const test::fs::path& dir) {
  auto files = files_of(dir);
  std::erase_if(files, [](const auto& file) { return !file.first.ends_with(".wav"); });
  return files;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "withdraw: the attempt is refused with who and why, its recording kept, its cuts gone") {
    const TempDir dir;
    make_dataset(dir / "d");
    const auto before = test::snapshot(dir / "d");

    const auto done = withdraw(dir / "d", {1});

    REQUIRE(done.size() == 1);
    CHECK(done[0].take == 1);
    CHECK(done[0].attempt == 2);
    CHECK(done[0].raw_file == "raw/00001-a2.wav");
    const auto after = test::snapshot(dir / "d");
    CHECK(after.at("raw/00001-a2.wav") == before.at("raw/00001.wav"));
    CHECK(after.at("raw/00001-a1.wav") == before.at("raw/00001-a1.wav"));
    for (const char* gone : {"raw/00001.wav", "takes/00001.wav", "takes-mic/00001.wav"}) {
      CHECK(before.contains(gone));
      CHECK_FALSE(after.contains(gone));
    }
    for (const char* same : {"raw/00000.wav", "takes/00000.wav", "takes/00002.wav", "input.wav"}) {
      CHECK(after.at(same) == before.at(same));
    }
    const Dataset data = open_dataset(dir / "d");
    CHECK(data.lost.empty());
    const TakeRecord& take = *find_take(data, 1);
    CHECK(take.accepted() == nullptr);
    const AttemptRecord& record = take.attempts[1];
    CHECK(record.outcome->raw_sha256 == sha256_hex(before.at("raw/00001.wav")));
    CHECK(record.outcome->take_file.empty());
    CHECK(record.further.empty());
    CHECK(record.outcome->measured.delay_samples == test::accepting().measured.delay_samples);
    REQUIRE(record.outcome->verdict.faults.size() == 1);
    CHECK(record.outcome->verdict.faults[0].code == FaultCode::Withdrawn);
    CHECK(record.outcome->verdict.faults[0].detail == "withdrawn by alice: a hum, from 3 s on");
    REQUIRE(data.events.size() == 1);
    CHECK(data.events[0].kind == "withdrawn");
    CHECK(
        data.events[0].text ==
        "take 1 attempt 2, accepted 2026-11-21T10:00:09Z, withdrawn by alice: a hum, from 3 s on");
    CHECK(derived_files_current(data));
    CHECK(after.at("metadata.csv").find("takes/00001.wav") == std::string::npos);
    CHECK(after.at("metadata.csv").find("takes/00002.wav") != std::string::npos);
  }

  TEST_CASE("withdraw: a session under way takes its own take back and makes it again") {
    const TempDir dir;
    make_dataset(dir / "d");
    const auto before = test::snapshot(dir / "d");
    {
      DatasetWriter writer = resume(dir / "d");
      REQUIRE(writer.withdraw({1}, "the person at the amp", "a wrong turn"));
      CHECK_FALSE(writer.accepted(1));
      CHECK(writer.accepted(2));
      CHECK(writer.next_attempt(1) == 3);
      CHECK(test::read_text(dir / "d" / "raw/00001-a2.wav") == before.at("raw/00001.wav"));
      CHECK_FALSE(std::filesystem::exists(dir / "d" / "takes/00001.wav"));
      CHECK_FALSE(writer.withdraw({1}, "", ""));  // twice
      CHECK_FALSE(writer.withdraw({99}, "", ""));
      REQUIRE(test::capture(writer, 1));
      REQUIRE(writer.write_derived());
    }
    const Dataset data = open_dataset(dir / "d");
    CHECK(data.lost.empty());
    CHECK(find_take(data, 1)->accepted()->attempt.number == 3);
    CHECK(derived_files_current(data));
    CHECK(data.events.back().text.ends_with("withdrawn by the person at the amp: a wrong turn"));
    CHECK(test::snapshot(dir / "d").contains("takes/00001.wav"));
  }

  TEST_CASE("withdraw: a session that resumes plays it again as the next attempt") {
    const TempDir dir;
    make_dataset(dir / "d");
    withdraw(dir / "d", {1, 0, 1});
    {
      auto writer = resume(dir / "d");
      CHECK_FALSE(writer.accepted(0));
      CHECK(writer.accepted(2));
      CHECK(writer.next_attempt(0) == 2);
      CHECK(writer.next_attempt(1) == 3);
      REQUIRE(test::capture(writer, 0));
      REQUIRE(test::capture(writer, 1));
    }
    const Dataset data = open_dataset(dir / "d");
    CHECK(data.lost.empty());
    CHECK(find_take(data, 1)->accepted()->attempt.number == 3);
    const auto files = test::snapshot(dir / "d");
    for (const char* there : {"raw/00000.wav", "raw/00000-a1.wav", "takes/00000.wav",
                              "raw/00001-a1.wav", "raw/00001-a2.wav", "raw/00001.wav"}) {
      CHECK_MESSAGE(files.contains(there), there);
    }
  }

  TEST_CASE("withdraw: nonsense is refused by name, and nothing is withdrawn") {
    const TempDir dir;
    make_dataset(dir / "d");
    const auto before = files_of(dir / "d");
    const auto said = [&](std::vector<int> takes) {
      return test::refusal([&] { withdraw(dir / "d", std::move(takes)); });
    };
    CHECK(said({1, 4}).find("has no take 4\n  try: a number from 0 to 3") != std::string::npos);
    CHECK(said({-1}).find("no take -1") != std::string::npos);
    CHECK(said({1, 3}).find("take 3 has no accepted attempt") != std::string::npos);
    CHECK(said({}).find("no take is named") != std::string::npos);
    CHECK(test::refusal([&] {
            withdraw_takes(dir / "d", {{1}, "alice", "two\nlines"});
          }).find("one line") != std::string::npos);
    CHECK(test::refusal([&] { withdraw(dir.path(), {1}); }) != "");
    CHECK(files_of(dir / "d") == before);
    CHECK(find_take(open_dataset(dir / "d"), 1)->accepted() != nullptr);

    withdraw(dir / "d", {1});
    CHECK(said({1}).find("take 1 was withdrawn already") != std::string::npos);
  }

  TEST_CASE("withdraw: while a session runs it is refused with the session's process") {
    const TempDir dir;
    make_dataset(dir / "d");
    const auto session = resume(dir / "d");
    const std::string said = test::refusal([&] { withdraw(dir / "d", {1}); });
    CHECK(said.find("in use by process " + std::to_string(::getpid())) != std::string::npos);
    CHECK(find_take(open_dataset(dir / "d"), 1)->accepted() != nullptr);
  }

  TEST_CASE("withdraw: a recording that was damaged since is kept as it is, and said to be so") {
    const TempDir dir;
    make_dataset(dir / "d");
    test::write_text(dir / "d/raw/00002.wav", "damaged");
    withdraw(dir / "d", {2});
    CHECK(test::read_text(dir / "d/raw/00002-a1.wav") == "damaged");
    const Dataset data = open_dataset(dir / "d");
    const Outcome& outcome = *find_take(data, 2)->attempts[0].outcome;
    CHECK(outcome.raw_sha256 == sha256_hex("damaged"));
    REQUIRE(outcome.verdict.faults.size() == 2);
    CHECK(outcome.verdict.faults[1].code == FaultCode::HashMismatch);
    CHECK_FALSE(test::fs::exists(dir / "d/takes/00002.wav"));
  }

  TEST_CASE("withdraw: without its recording the cut is the only copy: set aside, not deleted") {
    const TempDir dir;
    make_dataset(dir / "d");
    const std::string cut = test::read_text(dir / "d/takes/00002.wav");
    test::fs::remove(dir / "d/raw/00002.wav");
    CHECK(withdraw(dir / "d", {2})[0].raw_file.empty());
    CHECK(test::read_text(dir / "d/lost/takes/00002.wav") == cut);
    CHECK_FALSE(test::fs::exists(dir / "d/takes/00002.wav"));
    const Dataset data = open_dataset(dir / "d");
    const Outcome& outcome = *find_take(data, 2)->attempts[0].outcome;
    CHECK(outcome.raw_file.empty());
    REQUIRE(outcome.verdict.faults.size() == 2);
    CHECK(outcome.verdict.faults[1].code == FaultCode::FileMissing);
  }

  TEST_CASE("withdraw: a session killed while it takes back takes back all of them or none") {
    const TempDir dir;
    make_dataset(dir / "before");
    bool killed = true;
    int kills = 0;
    for (int k = 1; killed; ++k) {
      CAPTURE(k);
      const auto where = dir / ("d" + std::to_string(k));
      test::fs::copy(dir / "before", where, test::fs::copy_options::recursive);
      killed = killed_while_withdrawing(where, k, true, true);
      kills += killed ? 1 : 0;
      const Dataset left = open_dataset(where);
      CHECK((find_take(left, 0)->accepted() == nullptr) ==
            (find_take(left, 1)->accepted() == nullptr));
      auto writer = resume(where);
      for (const int take : {0, 1}) {
        if (!writer.accepted(take)) REQUIRE(test::capture(writer, take));
      }
    }
    CHECK(kills >= 4);  // two removals and a renaming a take, and their folders
  }

  TEST_CASE("withdraw: killed at any file operation, the next session finds before or after") {
    const TempDir dir;
    make_dataset(dir / "before");
    test::fs::copy(dir / "before", dir / "after", test::fs::copy_options::recursive);
    withdraw(dir / "after", {0, 1});
    const auto before = sounds_of(dir / "before");
    const auto after = sounds_of(dir / "after");
    REQUIRE(before != after);
    int kills = 0;
    bool killed = true;
    for (int k = 1; killed; ++k) {
      for (const bool late : {false, true}) {
        CAPTURE(k);
        CAPTURE(late);
        const auto where = dir / ("d" + std::to_string(k) + (late ? "b" : "a"));
        test::fs::copy(dir / "before", where, test::fs::copy_options::recursive);
        killed = killed_while_withdrawing(where, k, late);
        kills += killed ? 1 : 0;
        REQUIRE(open_dataset(where).lost.empty());
        { const auto writer = resume(where); }
        const Dataset data = open_dataset(where);
        const bool gone = find_take(data, 0)->accepted() == nullptr;
        REQUIRE(gone == (find_take(data, 1)->accepted() == nullptr));
        REQUIRE(sounds_of(where) == (gone ? after : before));
        REQUIRE(derived_files_current(data));
        for (const auto& [name, content] : test::snapshot(where)) {
          REQUIRE(name.find(".part") == std::string::npos);
        }
      }
    }
    CHECK(kills >= 2 * 20);
    MESSAGE("kills: ", kills);
  }

  TEST_CASE("withdraw: a disk that fails at any operation is said, and the next call ends it") {
    const TempDir dir;
    make_dataset(dir / "before");
    test::fs::copy(dir / "before", dir / "after", test::fs::copy_options::recursive);
    withdraw(dir / "after", {0, 1});
    const auto after = sounds_of(dir / "after");
    bool failed = true;
    for (int k = 1; failed; ++k) {
      CAPTURE(k);
      const auto where = dir / ("d" + std::to_string(k));
      test::fs::copy(dir / "before", where, test::fs::copy_options::recursive);
      test::FailingOps ops(k);
      const std::string said = test::refusal([&] { withdraw(where, {0, 1}, ops); });
      failed = ops.failed();
      if (failed) CHECK(said.find("No space left on device") != std::string::npos);
      if (failed) {
        CHECK(test::refusal([&] { withdraw(where, {0, 1}); }).find("already") != std::string::npos);
      }
      REQUIRE(sounds_of(where) == after);
      REQUIRE(derived_files_current(open_dataset(where)));
    }
  }
}
