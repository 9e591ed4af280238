// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/ledger.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <set>

#include "rig/dataset/json.hpp"
#include "rig/dataset/ledger_schema.hpp"
#include "rig/dataset/plan_json.hpp"
#include "rig/dataset/rig_json.hpp"
#include "rig/dataset/take_json.hpp"
#include "tests/rig/dataset/dataset_support.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

Dataset identity(int takes) {
  Dataset data;
  data.uuid = "11111111-2222-4333-8444-555555555555";
  data.created = "2026-11-21T10:00:00Z";
  data.software = "test";
  data.plan_hash = "p";
  data.rig_hash = "r";
  data.stimulus_hash = "s";
  data.input_sha256 = "i";
  data.plan = test::small_plan(takes);
  data.rig = test::small_rig();
  data.segments = test::small_stimulus().segments;
  data.length = SampleCount{2400};
  return data;
}

Attempt attempt(int take, int number) {
  return {take,
          number,
          1,
          {{"gain", take + 0.1, 0.25, 3.0, LabelSource::Commanded, 0.0},
           {"treble", 9.0 - take, 0.75, 4.0, LabelSource::Commanded, 0.0}},
          5,
          "s",
          "t"};
}

/// A closed ledger with two accepted takes, one refused attempt, an epoch and two events.
test::fs::path write_ledger(const TempDir& dir) {
  const auto file = dir / kLedgerFile;
  Ledger::create(file, identity(3));
  Ledger ledger(file, identity(3).uuid);
  REQUIRE(ledger.add(Epoch{1, "t", "sim", SampleRate{48000}, 64, {}, {}, {}}));
  REQUIRE(ledger.add(Event{1, "t", "start", "go"}));
  REQUIRE(ledger.add(attempt(0, 1)));
  REQUIRE(ledger.add(attempt(0, 1), test::refusing(), {}));
  REQUIRE(ledger.add(attempt(0, 2)));
  REQUIRE(ledger.add(attempt(0, 2), test::accepting(), {}));
  REQUIRE(ledger.add(attempt(1, 1)));
  REQUIRE(ledger.add(attempt(1, 1), test::accepting(), {}));
  REQUIRE(ledger.add(Event{2, "t", "end", "done"}));
  return file;
}

/// Every statement a reading makes, as text: what must never be anything that was not written.
std::set<std::string> facts(const Dataset& data) {
  std::set<std::string> all{compact_text(to_json(data.rig)), compact_text(to_json(data.plan))};
  for (const TakeRecord& take : data.takes) {
    all.insert(compact_text(to_json(take.planned)));
    for (const AttemptRecord& record : take.attempts) {
      all.insert(compact_text(to_json(record.attempt)));
      if (record.outcome) {
        all.insert(compact_text(to_json(record.attempt, *record.outcome, record.further)));
      }
    }
  }
  for (const Epoch& epoch : data.epochs) all.insert(compact_text(to_json(epoch)));
  for (const Event& event : data.events) all.insert(compact_text(to_json(event)));
  return all;
}

/// Half an hour instead of seconds: docs/reliability.md.
bool every_byte() { return std::getenv("AMPSWEEP_EVERY_BYTE") != nullptr; }

void update(const test::fs::path& file, const char* sql, const std::string& value) {
  Database database(file, Database::Mode::Write);
  Statement statement(database, sql);
  statement.bind(1, value);
  while (statement.step()) {
  }
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("ledger: what was added is read back, bit for bit") {
    const TempDir dir;
    const Dataset data = read_ledger(write_ledger(dir), false);
    CHECK(data.lost.empty());
    REQUIRE(data.takes.size() == 3);
    CHECK(data.takes[0].attempts.size() == 2);
    CHECK(data.takes[0].accepted()->attempt.number == 2);
    CHECK(data.takes[0].attempts[0].outcome->verdict.faults[0].code == FaultCode::Xrun);
    CHECK(data.takes[1].accepted()->outcome->measured.replicate_esr == 1.0 / 7.0);
    CHECK(data.takes[1].accepted()->outcome->measured.flat_tops == 7);
    CHECK(data.takes[1].accepted()->outcome->measured.flat_top_level.value() == -6.25);
    CHECK(data.takes[2].attempts.empty());
    CHECK(data.epochs.size() == 1);
    CHECK(data.events.size() == 2);
    CHECK(compact_text(to_json(data.rig)) == compact_text(to_json(test::small_rig())));
    CHECK(data.plan.takes.size() == 3);
  }

  TEST_CASE("ledger: settings that make a commit durable are in force") {
    const TempDir dir;
    const auto file = write_ledger(dir);
    Ledger ledger(file, identity(3).uuid);
    Database other(file, Database::Mode::Read);
    CHECK(other.text("PRAGMA journal_mode") == "wal");
    CHECK(other.number("PRAGMA application_id") == kLedgerApplicationId);
    CHECK(other.number("PRAGMA user_version") == kDatasetSchema);
  }

  TEST_CASE("ledger: each byte of a row, flipped, makes the row lost and nothing else") {
    const TempDir dir;
    const auto file = write_ledger(dir);
    const Dataset whole = read_ledger(file, false);
    const auto true_facts = facts(whole);
    Database database(file, Database::Mode::Write);
    int flips = 0;
    for (const char* column : {"body", "digest", "key"}) {
      const std::string select = fmt::format(
          "SELECT {} FROM attempts WHERE digest = (SELECT max(digest) FROM attempts)", column);
      const std::string value = database.text(select.c_str());
      const std::string digest = database.text("SELECT max(digest) FROM attempts");
      for (std::size_t at = 0; at < value.size(); ++at) {
        std::string flipped = value;
        flipped[at] = static_cast<char>(flipped[at] ^ (1 << (at % 7)));
        const std::string set =
            fmt::format("UPDATE attempts SET {} = ? WHERE {} = '{}'", column, column, value);
        try {
          update(file, set.c_str(), flipped);
        } catch (const DatabaseError&) {
          continue;  // The flipped key is another row's: SQLite itself refuses it.
        }
        const Dataset data = read_ledger(file, true);
        CAPTURE(column);
        CAPTURE(at);
        // The row itself, the row missing where it stood, and its outcome that has no attempt now.
        REQUIRE(data.lost.size() >= 1);
        const auto now = facts(data);
        REQUIRE(std::includes(true_facts.begin(), true_facts.end(), now.begin(), now.end()));
        REQUIRE(now.size() == true_facts.size() - 2);
        const std::string back =
            fmt::format("UPDATE attempts SET {0} = '{1}' WHERE {0} = ?", column, value);
        update(file, back.c_str(), flipped);
        ++flips;
      }
    }
    CHECK(flips > 300);
    CHECK(facts(read_ledger(file, true)) == true_facts);
  }

  TEST_CASE("ledger: a row moved to another table, take or dataset is lost") {
    const TempDir dir;
    const auto file = write_ledger(dir);
    update(file, "UPDATE attempts SET key = ? WHERE key = '1/1'", "1/2");
    const Dataset moved = read_ledger(file, false);
    CHECK(moved.takes[1].attempts.empty());
    CHECK(moved.lost.size() == 2);

    const TempDir other;
    const auto foreign = other / kLedgerFile;
    Dataset second = identity(3);
    second.uuid = "99999999-2222-4333-8444-555555555555";
    Ledger::create(foreign, second);
    {
      Database from(file, Database::Mode::Write);
      Database to(foreign, Database::Mode::Write);
      Statement row(from, "SELECT key, body, digest FROM attempts WHERE key = '0/1'");
      REQUIRE(row.step());
      Statement insert(to, "INSERT INTO attempts VALUES (?, ?, ?)");
      for (int c = 0; c < 3; ++c) insert.bind(c + 1, row.text(c));
      while (insert.step()) {
      }
    }
    const Dataset mixed = read_ledger(foreign, false);
    CHECK(mixed.takes[0].attempts.empty());
    REQUIRE(mixed.lost.size() == 1);
    CHECK(mixed.lost[0].key == "0/1");
  }

  TEST_CASE("ledger: a row that was deleted leaves a gap that is told") {
    const TempDir dir;
    const auto file = write_ledger(dir);
    for (const auto& [sql, key] : {std::pair{"DELETE FROM attempts WHERE key = ?", "0/1"},
                                   std::pair{"DELETE FROM planned WHERE key = ?", "1"},
                                   std::pair{"DELETE FROM events WHERE key = ?", "1"}}) {
      const std::size_t before = read_ledger(file, false).lost.size();
      update(file, sql, key);
      CHECK(read_ledger(file, false).lost.size() > before);
    }
  }

  TEST_CASE("ledger: an outcome that names a file outside the folder is lost, digest or not") {
    for (const char* name : {"/etc/passwd", "../x.wav", "raw/../../x.wav", "raw\\x.wav", "a\nb"}) {
      const TempDir dir;
      const auto file = write_ledger(dir);
      {
        Ledger ledger(file, identity(3).uuid);
        REQUIRE(ledger.add(attempt(2, 1)));
        Outcome outcome = test::accepting();
        outcome.take_file = name;
        REQUIRE(ledger.add(attempt(2, 1), outcome, {}));
      }
      const Dataset data = read_ledger(file, false);
      CAPTURE(name);
      REQUIRE(data.lost.size() == 1);
      CHECK(data.lost[0].table == "outcomes");
      CHECK(find_take(data, 2)->accepted() == nullptr);
    }
  }

  TEST_CASE("ledger: what is not a ledger of ours is refused, a newer one too") {
    const TempDir dir;
    const auto says = [&](const char* name) {
      return test::refusal([&] { return read_ledger(dir / name, false); });
    };
    test::write_text(dir / "text",
                     "not a database, just some words that go on for a while ........");
    CHECK(says("text").find("cannot be read as a ledger") != std::string::npos);
    test::write_text(dir / "empty", "");
    CHECK_FALSE(says("empty").empty());
    CHECK(says("none").find("not there") != std::string::npos);
    {
      Database database(dir / "foreign", Database::Mode::Create);
      database.run("CREATE TABLE songs (name TEXT)");
    }
    CHECK(says("foreign").find("not an Ampsweep ledger") != std::string::npos);

    const auto file = write_ledger(dir);
    Database(file, Database::Mode::Write).run("PRAGMA user_version = 2");
    CHECK(says(kLedgerFile).find("newer Ampsweep") != std::string::npos);
    Database(file, Database::Mode::Write).run("PRAGMA user_version = 1");
    Database(file, Database::Mode::Write).run("CREATE VIEW spy AS SELECT * FROM meta");
    CHECK(says(kLedgerFile).find("no ledger holds") != std::string::npos);

    test::fs::create_symlink(file, dir / "link");
    CHECK(says("link").find("not a file") != std::string::npos);
  }
}

TEST_SUITE("slow") {
  TEST_CASE("ledger: cut or flipped at 2000 places it never crashes and never tells a lie") {
    const TempDir dir;
    const auto file = write_ledger(dir);
    const auto true_facts = facts(read_ledger(file, false));
    const std::string whole = test::read_text(file);
    const auto broken = dir / "broken.sqlite";
    int refused = 0;
    int losing = 0;
    const auto check = [&](const std::string& bytes) {
      test::write_text(broken, bytes);
      try {
        const Dataset data = read_ledger(broken, false);
        const auto now = facts(data);
        REQUIRE(std::includes(true_facts.begin(), true_facts.end(), now.begin(), now.end()));
        if (now != true_facts) REQUIRE_FALSE(data.lost.empty());
        if (!data.lost.empty()) ++losing;
      } catch (const SetupError&) {
        ++refused;
      }
    };
    const std::size_t cut_step = every_byte() ? 1 : whole.size() / 300;
    const std::size_t flip_step = every_byte() ? 1 : whole.size() / 1700;
    signals::Random random{23};
    for (std::size_t at = 0; at < whole.size(); at += cut_step) check(whole.substr(0, at));
    for (std::size_t at = 0; at < whole.size(); at += flip_step) {
      std::string flipped = whole;
      const auto there = every_byte() ? at : static_cast<std::size_t>(random.below(whole.size()));
      flipped[there] = static_cast<char>(flipped[there] ^ (1 << random.below(8)));
      check(flipped);
    }
    MESSAGE(whole.size(), " bytes, cut every ", cut_step, ", flipped every ", flip_step,
            ": refused ", refused, ", with lost rows ", losing);
    CHECK(refused > 0);
    CHECK(losing > 0);
  }

  TEST_CASE("ledger: a WAL cut or flipped at 300 places gives an earlier truth, never another") {
    const TempDir dir;
    const auto file = dir / kLedgerFile;
    Ledger::create(file, identity(3));
    const auto wal = dir / (std::string(kLedgerFile) + "-wal");
    std::string main;
    std::string log;
    std::set<std::string> true_facts;
    {
      Ledger ledger(file, identity(3).uuid);
      for (int number = 1; number <= 5; ++number) {
        REQUIRE(ledger.add(attempt(0, number)));
        REQUIRE(ledger.add(attempt(0, number), test::refusing(), {}));
      }
      main = test::read_text(file);
      log = test::read_text(wal);
      true_facts = facts(read_ledger(file, true));
    }
    REQUIRE(log.size() > 10000);
    signals::Random random{29};
    const std::size_t places = every_byte() ? 2 * log.size() : 300;
    for (std::size_t i = 0; i < places; ++i) {
      std::string broken = log;
      const auto at = every_byte() ? i / 2 : static_cast<std::size_t>(random.below(log.size()));
      if (i % 2 == 0) {
        broken.resize(at);
      } else {
        broken[at] = static_cast<char>(broken[at] ^ (1 << random.below(8)));
      }
      const TempDir copy;
      test::write_text(copy / kLedgerFile, main);
      test::write_text(copy / (std::string(kLedgerFile) + "-wal"), broken);
      const auto now = facts(read_ledger(copy / kLedgerFile, false));
      REQUIRE(std::includes(true_facts.begin(), true_facts.end(), now.begin(), now.end()));
    }
    MESSAGE(places, " damaged logs of ", log.size(), " bytes");
  }
}
