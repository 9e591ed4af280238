// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/dataset_writer.hpp"
#include "rig/dataset/sqlite.hpp"
#include "rig/model/sha256.hpp"
#include "tests/rig/dataset/dataset_support.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

DatasetWriter create(const test::fs::path& dir) {
  return DatasetWriter::create(dir, test::small_plan(), test::small_rig(), test::small_stimulus(),
                               "test");
}

DatasetWriter resume(const test::fs::path& dir) {
  return DatasetWriter::resume(dir, test::small_plan(), test::small_rig(), test::small_stimulus());
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("recovery: an attempt without outcome becomes interrupted, its recording is kept") {
    const TempDir dir;
    {
      auto writer = create(dir / "d");
      REQUIRE(writer.begin_attempt(test::attempt_at(writer, 1)));
    }
    test::write_text(dir / "d/raw/00001.wav", "recorded");
    test::write_text(dir / "d/takes/00001.wav", "cut from it");
    test::write_text(dir / "d/takes/.00002.wav.77-1.part", "half");
    test::write_text(dir / "d/.metadata.csv.77-2.part", "half");

    auto writer = resume(dir / "d");

    const auto files = test::snapshot(dir / "d");
    CHECK(files.at("raw/00001-a1.wav") == "recorded");
    CHECK_FALSE(files.contains("raw/00001.wav"));
    CHECK_FALSE(files.contains("takes/00001.wav"));
    CHECK_FALSE(files.contains("takes/.00002.wav.77-1.part"));
    CHECK_FALSE(files.contains(".metadata.csv.77-2.part"));
    const Dataset data = open_dataset(dir / "d");
    const auto& record = find_take(data, 1)->attempts[0];
    REQUIRE(record.outcome);
    CHECK_FALSE(record.accepted());
    CHECK(record.outcome->verdict.faults[0].code == FaultCode::Stopped);
    CHECK(record.outcome->raw_sha256 == sha256_hex("recorded"));
    CHECK(writer.next_attempt(1) == 2);
    CHECK(test::capture(writer, 1));
  }

  TEST_CASE("recovery: sound whose outcome row is lost is set aside, never deleted, and retaken") {
    const TempDir dir;
    {
      auto writer = create(dir / "d");
      REQUIRE(test::capture(writer, 2));
    }
    const std::string sound = test::read_text(dir / "d/raw/00002.wav");
    Database(dir / "d/ledger.sqlite", Database::Mode::Write)
        .run("UPDATE outcomes SET body = replace(body, '1000.33', '1001.33')");

    auto writer = resume(dir / "d");

    CHECK_FALSE(writer.accepted(2));
    CHECK(test::read_text(dir / "d/lost/raw/00002.wav") == sound);
    CHECK(test::fs::exists(dir / "d/lost/takes/00002.wav"));
    CHECK(writer.next_attempt(2) == 2);
    CHECK(test::capture(writer, 2));
    const Dataset data = open_dataset(dir / "d");
    CHECK(data.lost.size() == 1);
    CHECK(find_take(data, 2)->accepted()->attempt.number == 2);
  }

  TEST_CASE("recovery: an open attempt beside an accepted one does not touch the accepted files") {
    const TempDir dir;
    {
      auto writer = create(dir / "d");
      REQUIRE(writer.begin_attempt(test::attempt_at(writer, 0)));
      REQUIRE(test::capture(writer, 0));
    }
    const std::string raw = test::read_text(dir / "d/raw/00000.wav");
    const auto writer = resume(dir / "d");
    CHECK(writer.accepted(0));
    CHECK(test::read_text(dir / "d/raw/00000.wav") == raw);
    CHECK(test::fs::exists(dir / "d/takes/00000.wav"));
  }

  TEST_CASE("recovery: a ledger whose plan is lost is not written any more") {
    const TempDir dir;
    { const auto writer = create(dir / "d"); }
    Database(dir / "d/ledger.sqlite", Database::Mode::Write)
        .run("UPDATE planned SET body = '{}' WHERE key = '3'");
    const auto before = test::read_text(dir / "d/ledger.sqlite");
    CHECK(test::refusal([&] { (void)resume(dir / "d"); }).find("damaged") != std::string::npos);
    CHECK(test::read_text(dir / "d/ledger.sqlite") == before);
  }

  TEST_CASE("recovery: a takes folder turned into a link is not written through") {
    const TempDir dir;
    const TempDir outside;
    { const auto writer = create(dir / "d"); }
    test::fs::remove(dir / "d/takes");
    test::fs::create_directory_symlink(outside.path(), dir / "d/takes");
    auto writer = resume(dir / "d");
    CHECK_FALSE(test::capture(writer, 0));
    CHECK_FALSE(writer.accepted(0));
    CHECK(test::snapshot(outside.path()).empty());
  }
}
