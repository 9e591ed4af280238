// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/ledger_schema.hpp"

#include <fmt/format.h>

#include "rig/model/sha256.hpp"

namespace ampsweep::rig {

std::string create_statement(std::string_view table) {
  return fmt::format(
      "CREATE TABLE {} (key TEXT PRIMARY KEY NOT NULL, body TEXT NOT NULL, digest TEXT NOT NULL) "
      "STRICT, WITHOUT ROWID",
      table);
}

std::string row_digest(std::string_view uuid, std::string_view table, std::string_view key,
                       std::string_view body) {
  Sha256 hash;
  for (const std::string_view field : {uuid, table, key, body}) {
    hash.add(fmt::format("{}:", field.size()));
    hash.add(field);
  }
  return hash.hex();
}

}  // namespace ampsweep::rig
