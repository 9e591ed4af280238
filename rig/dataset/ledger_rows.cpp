// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/ledger_rows.hpp"

#include <fmt/format.h>

#include <set>

#include "rig/dataset/ledger.hpp"
#include "rig/dataset/ledger_schema.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

std::string printable(const std::string& text) {
  std::string shown;
  for (const char c : text.substr(0, 60)) shown += c >= ' ' && c <= '~' ? c : '?';
  return shown.empty() ? "(empty)" : shown;
}

std::vector<LedgerRow> trusted_rows(Database& database, const std::string& uuid, const char* table,
                                    std::vector<LostRow>& lost) {
  std::vector<LedgerRow> rows;
  std::set<std::string> seen;
  try {
    Statement statement(database, fmt::format("SELECT key, body, digest FROM {}", table).c_str());
    while (statement.step()) {
      LedgerRow row{statement.text(0), statement.text(1)};
      if (statement.text(2) != row_digest(uuid, table, row.key, row.body)) {
        lost.push_back({table, printable(row.key), "its digest does not match its content"});
      } else if (seen.insert(row.key).second) {
        // A damaged page can show one row twice; its digest makes both the same.
        rows.push_back(std::move(row));
      }
    }
  } catch (const DatabaseError& error) {
    lost.push_back({table, "*", fmt::format("some rows cannot be read: {}", error.what())});
  }
  return rows;
}

void check_is_ledger(Database& database, const std::string& name) {
  if (database.number("PRAGMA application_id") != kLedgerApplicationId) {
    throw SetupError(SetupKind::Data, fmt::format("{} is not an Ampsweep ledger", name),
                     "the folder of a dataset that `ampsweep capture` wrote");
  }
  const auto schema = database.number("PRAGMA user_version");
  if (schema > kDatasetSchema || schema < 1) {
    throw SetupError(
        SetupKind::Data,
        fmt::format("{} has schema {}, this program reads up to {}", name, schema, kDatasetSchema),
        "a newer Ampsweep");
  }
  std::set<std::string> wanted;
  for (const char* table : kLedgerTables) wanted.insert(create_statement(table));
  Statement statement(database, "SELECT sql FROM sqlite_schema");
  while (statement.step()) {
    if (wanted.erase(statement.text(0)) == 0) {
      throw SetupError(
          SetupKind::Data,
          fmt::format("{} holds something no ledger holds: {}", name, printable(statement.text(0))),
          "a copy of the dataset from a backup");
    }
  }
  if (!wanted.empty()) {
    throw SetupError(SetupKind::Data, fmt::format("{} lacks a table of a ledger", name),
                     "a copy of the dataset from a backup");
  }
}

}  // namespace ampsweep::rig
