// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/dataset_reader.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "rig/dataset/dataset_writer.hpp"
#include "rig/dataset/wav_file.hpp"
#include "tests/rig/dataset/dataset_support.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

DatasetWriter create(const test::fs::path& dir) {
  return DatasetWriter::create(dir, test::small_plan(), test::small_rig(), test::small_stimulus(),
                               "test");
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("reader: reading a closed dataset changes no byte and leaves no file") {
    const TempDir dir;
    {
      auto writer = create(dir / "d");
      REQUIRE(test::capture(writer, 0));
    }
    const auto before = test::snapshot(dir / "d");
    CHECK(open_dataset(dir / "d").takes.size() == 4);
    CHECK(test::snapshot(dir / "d") == before);
  }

  TEST_CASE("reader: a crashed session's last rows are read from its WAL, no byte changes") {
    const TempDir dir;
    {
      auto writer = create(dir / "d");
      REQUIRE(test::capture(writer, 0));
      // As a kill leaves it: main file and WAL as they stand, nobody holds the lock.
      test::fs::copy(dir / "d", dir / "crashed", test::fs::copy_options::recursive);
    }
    REQUIRE(test::fs::file_size(dir / "crashed/ledger.sqlite-wal") > 0);
    test::fs::remove(dir / "crashed/ledger.sqlite-shm");
    const auto before = test::snapshot(dir / "crashed");
    const Dataset data = open_dataset(dir / "crashed");
    CHECK(find_take(data, 0)->accepted() != nullptr);
    CHECK(data.lost.empty());
    CHECK(test::snapshot(dir / "crashed") == before);
  }

  TEST_CASE("reader: a running session is read while it goes on writing") {
    const TempDir dir;
    auto writer = create(dir / "d");
    for (int take = 0; take < 4; ++take) {
      REQUIRE(test::capture(writer, take));
      const Dataset data = open_dataset(dir / "d");
      CHECK(data.in_use);
      CHECK(find_take(data, take)->accepted() != nullptr);
    }
  }

  TEST_CASE("reader: a folder without a ledger is refused, naming it") {
    const TempDir dir;
    CHECK_FALSE(is_dataset(dir.path()));
    CHECK(test::refusal([&] { return open_dataset(dir.path()); }).find("ledger.sqlite") !=
          std::string::npos);
    CHECK(test::refusal([&] { return open_dataset(dir / "none"); }).find("not a folder") !=
          std::string::npos);
  }

  TEST_CASE("reader: an input.wav that is not the one played is a fault of its own kind") {
    const TempDir dir;
    { const auto writer = create(dir / "d"); }
    const Dataset data = open_dataset(dir / "d");
    const auto code = [&](std::vector<double> samples, int rate) {
      test::fs::remove(dir / "d/input.wav");
      REQUIRE(write_pcm24(dir / "d/input.wav", samples, SampleRate{rate}));
      return read_stimulus(data).error().code;
    };
    CHECK(code(std::vector<double>(2399, 0.0), 48000) == FaultCode::LengthMismatch);
    CHECK(code(std::vector<double>(2400, 0.0), 44100) == FaultCode::FormatMismatch);
    CHECK(code(std::vector<double>(2400, 0.0), 48000) == FaultCode::HashMismatch);
    test::fs::remove(dir / "d/input.wav");
    CHECK(read_stimulus(data).error().code == FaultCode::FileMissing);
  }

  TEST_CASE("reader: a name that leaves the folder is not followed, by text or by link") {
    const TempDir dir;
    test::fs::create_directories(dir / "d/takes");
    test::write_text(dir / "secret", "x");
    test::write_text(dir / "d/takes/1.wav", "x");
    test::fs::create_symlink(dir / "secret", dir / "d/takes/2.wav");
    test::fs::create_directory_symlink("/etc", dir / "d/etc");
    CHECK(inside(dir / "d", "takes/1.wav"));
    CHECK(inside(dir / "d", "takes/none.wav"));
    CHECK(inside(dir / "d", "takes/..wav"));
    using namespace std::string_literals;
    for (const std::string& name :
         {""s, "/etc/passwd"s, "../secret"s, "takes/../../secret"s, "takes/2.wav"s, "etc/passwd"s,
          "takes\\..\\x"s, "a\nb"s, "a\0b"s, "takes//x"s + "/.."s, "."s, "takes/"s}) {
      CAPTURE(name);
      CHECK_FALSE(inside(dir / "d", name));
    }
  }
}
