// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/dataset/sqlite.hpp"

namespace ampsweep::rig {

/// A row whose digest holds.
struct LedgerRow {
  std::string key;
  std::string body;
};

/// All rows of a table that can be trusted; the others go to `lost`, and so does what a damaged
/// page hides. Never throws for a damaged table.
[[nodiscard]] std::vector<LedgerRow> trusted_rows(Database& database, const std::string& uuid,
                                                  const char* table, std::vector<LostRow>& lost);

/// Throws SetupError{Data} unless this is a ledger that this version can read: application id,
/// schema number, and exactly the tables of ledger_schema.hpp (no views, triggers or indices).
void check_is_ledger(Database& database, const std::string& name);

/// Printable start of a text that may be garbage.
[[nodiscard]] std::string printable(const std::string& text);

}  // namespace ampsweep::rig
