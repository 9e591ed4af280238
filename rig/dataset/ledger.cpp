// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rig/dataset/ledger_schema.hpp"
#include "rig/dataset/plan_json.hpp"
#include "rig/dataset/print_json.hpp"
#include "rig/dataset/rig_json.hpp"
#include "rig/dataset/stimulus_json.hpp"
#include "rig/dataset/take_json.hpp"

namespace ampsweep::rig {
namespace {

/// Every commit is one fdatasync of the WAL; NORMAL would lose acknowledged rows in a power cut
/// (reliability.md 5.1: 49,339 of them in 103 of 150 cuts).
constexpr const char* kDurable =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 100;";

void insert_row(Database& database, const std::string& uuid, const char* table,
                const std::string& key, const std::string& body) {
  Statement statement(
      database, fmt::format("INSERT INTO {} (key, body, digest) VALUES (?, ?, ?)", table).c_str());
  statement.bind(1, key);
  statement.bind(2, body);
  statement.bind(3, row_digest(uuid, table, key, body));
  while (statement.step()) {
  }
}

void replace_row(Database& database, const std::string& uuid, const char* table,
                 const std::string& key, const std::string& body) {
  {
    Statement statement(
        database, fmt::format("UPDATE {} SET body = ?, digest = ? WHERE key = ?", table).c_str());
    statement.bind(1, body);
    statement.bind(2, row_digest(uuid, table, key, body));
    statement.bind(3, key);
    while (statement.step()) {
    }
  }
  if (database.number("SELECT changes()") == 1) return;
  throw DatabaseError(DatabaseError::Kind::Damaged, "there is no such row");
}

Fault fault_of(const std::string& what, const DatabaseError& error) {
  const bool full = error.kind() == DatabaseError::Kind::DiskFull;
  return {full ? FaultCode::DiskFull : FaultCode::WriteFailed,
          fmt::format("cannot write {} to the ledger: {}{}", what, error.what(),
                      full ? ": free some space" : "")};
}

/// The rows that a longer plan changes.
std::vector<std::pair<const char*, std::string>> plan_identity(const Dataset& dataset) {
  return {{"plan_hash", dataset.plan_hash},
          {"planned_count", fmt::format("{}", dataset.plan.takes.size())},
          {"plan", compact_text(to_json(dataset.plan))},
          {"extended_with", dataset.extended_with}};
}

std::vector<std::pair<const char*, std::string>> identity(const Dataset& dataset) {
  const Json stimulus{{"sample_rate_hz", dataset.rate.value()},
                      {"length_samples", dataset.length.value()},
                      {"segments", rig::to_json(dataset.segments)}};
  return {{"uuid", dataset.uuid},
          {"schema", fmt::format("{}", dataset.schema)},
          {"created", dataset.created},
          {"software", dataset.software},
          {"plan_hash", dataset.plan_hash},
          {"rig_hash", dataset.rig_hash},
          {"stimulus_hash", dataset.stimulus_hash},
          {"input_sha256", dataset.input_sha256},
          {"planned_count", fmt::format("{}", dataset.plan.takes.size())},
          {"plan", compact_text(to_json(dataset.plan))},
          {"rig", compact_text(to_json(dataset.rig))},
          {"stimulus", compact_text(stimulus)}};
}

}  // namespace

std::string attempt_key(int take, int number) { return fmt::format("{}/{}", take, number); }

void Ledger::create(const std::filesystem::path& file, const Dataset& dataset) {
  Database database(file, Database::Mode::Create);
  database.run(kDurable);
  database.run("BEGIN IMMEDIATE");
  database.run(fmt::format("PRAGMA application_id = {}", kLedgerApplicationId).c_str());
  database.run(fmt::format("PRAGMA user_version = {}", kDatasetSchema).c_str());
  for (const char* table : kLedgerTables) database.run(create_statement(table).c_str());
  for (const auto& [key, body] : identity(dataset)) {
    insert_row(database, dataset.uuid, "meta", key, body);
  }
  for (const PlannedTake& take : dataset.plan.takes) {
    insert_row(database, dataset.uuid, "planned", fmt::format("{}", take.id),
               compact_text(to_json(take)));
  }
  database.run("COMMIT");
}

Ledger::Ledger(const std::filesystem::path& file, std::string uuid)
    : database_(file, Database::Mode::Write), uuid_(std::move(uuid)) {
  database_.run(kDurable);
}

Result<void> Ledger::insert(const char* table, const std::string& key, const std::string& body) {
  try {
    insert_row(database_, uuid_, table, key, body);
    return {};
  } catch (const DatabaseError& error) {
    return tl::unexpected(fault_of(fmt::format("{} {}", table, key), error));
  }
}

Result<void> Ledger::add(const Attempt& attempt) {
  return insert("attempts", attempt_key(attempt.take, attempt.number),
                compact_text(to_json(attempt)));
}

Result<void> Ledger::add(const Attempt& attempt, const Outcome& outcome,
                         const std::vector<FurtherTake>& further) {
  return insert("outcomes", attempt_key(attempt.take, attempt.number),
                compact_text(to_json(attempt, outcome, further)));
}

Result<void> Ledger::add(const Epoch& epoch) {
  return insert("epochs", fmt::format("{}", epoch.number), compact_text(to_json(epoch)));
}

Result<void> Ledger::add(const Event& event) {
  return insert("events", fmt::format("{}", event.id), compact_text(to_json(event)));
}

Result<void> Ledger::add(const HeardCurves& curves) {
  return insert("meta", "knob_curves", compact_text(to_json(curves)));
}

Result<void> Ledger::in_one_transaction(const std::string& what,
                                        const std::function<void()>& work) {
  bool begun = false;
  try {
    database_.run("BEGIN IMMEDIATE");
    begun = true;
    work();
    database_.run("COMMIT");
    return {};
  } catch (const DatabaseError& error) {
    Fault fault = fault_of(what, error);
    try {
      if (begun) database_.run("ROLLBACK");
    } catch (const DatabaseError&) {
      // A full disk has rolled it back already.
    }
    return tl::unexpected(std::move(fault));
  }
}

Result<void> Ledger::amend(const std::vector<AttemptRecord>& changed,
                           const std::vector<Event>& events) {
  return in_one_transaction("changed outcomes", [&] {
    for (const AttemptRecord& record : changed) {
      const Attempt& attempt = record.attempt;
      replace_row(database_, uuid_, "outcomes", attempt_key(attempt.take, attempt.number),
                  compact_text(to_json(attempt, record.outcome.value(), record.further)));
    }
    for (const Event& event : events) {
      insert_row(database_, uuid_, "events", fmt::format("{}", event.id),
                 compact_text(to_json(event)));
    }
  });
}

Result<void> Ledger::extend(const Dataset& dataset, std::size_t first, const Event& event) {
  return in_one_transaction("the longer plan", [&] {
    const auto& takes = dataset.plan.takes;
    for (std::size_t i = first; i < takes.size(); ++i) {
      insert_row(database_, uuid_, "planned", fmt::format("{}", takes[i].id),
                 compact_text(to_json(takes[i])));
    }
    const auto there = keys("meta");
    for (const auto& [key, body] : plan_identity(dataset)) {
      const bool known = std::find(there.begin(), there.end(), key) != there.end();
      (known ? replace_row : insert_row)(database_, uuid_, "meta", key, body);
    }
    insert_row(database_, uuid_, "events", fmt::format("{}", event.id),
               compact_text(to_json(event)));
  });
}

std::vector<std::string> Ledger::keys(const char* table) {
  std::vector<std::string> keys;
  Statement statement(database_, fmt::format("SELECT key FROM {}", table).c_str());
  while (statement.step()) keys.push_back(statement.text(0));
  return keys;
}

std::string Ledger::damage() {
  const std::string found = database_.text("PRAGMA integrity_check(1)");
  return found == "ok" ? std::string() : found;
}

}  // namespace ampsweep::rig
