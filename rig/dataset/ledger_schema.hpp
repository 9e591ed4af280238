// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace ampsweep::rig {

/// Tables of the ledger. All have the same three text columns: `key`, `body` (JSON), `digest`.
///   meta       identity: uuid, schema, created, software, hashes, plan, rig, stimulus
///   planned    one row per take of the plan                            key "12"
///   attempts   written before the sound                                key "12/1"
///   outcomes   written after                                           key "12/1"
///   epochs     openings of the stream                                  key "3"
///   events     anything worth telling                                  key "17"
inline constexpr std::array kLedgerTables{"meta",     "planned", "attempts",
                                          "outcomes", "epochs",  "events"};

[[nodiscard]] std::string create_statement(std::string_view table);

/// SHA-256 over dataset uuid, table, key and body, each preceded by its length, so that no text can
/// move from one field to the next, and no row to another table or dataset.
[[nodiscard]] std::string row_digest(std::string_view uuid, std::string_view table,
                                     std::string_view key, std::string_view body);

}  // namespace ampsweep::rig
