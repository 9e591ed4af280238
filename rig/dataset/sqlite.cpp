// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace ampsweep::rig {
namespace {

constexpr int kBusyMilliseconds = 5000;

DatabaseError::Kind kind_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return DatabaseError::Kind::DiskFull;
    case SQLITE_NOTADB:
      return DatabaseError::Kind::NotADatabase;
    case SQLITE_CORRUPT:
      return DatabaseError::Kind::Damaged;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return DatabaseError::Kind::Busy;
    default:
      return DatabaseError::Kind::Other;
  }
}

void check(sqlite3* connection, int code) {
  if (code == SQLITE_OK) return;
  throw DatabaseError(kind_of(code),
                      connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code));
}

/// As a URI, so that nothing in the path is read as a parameter. The folder is resolved here
/// because SQLITE_OPEN_NOFOLLOW refuses links anywhere in the path and only the file itself is our
/// concern.
std::string uri(const std::filesystem::path& file, bool alone) {
  std::string text = "file:";
  const auto folder =
      std::filesystem::weakly_canonical(std::filesystem::absolute(file).parent_path());
  for (const char c : (folder / file.filename()).string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '-' || c == '_' || c == '.';
    text += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return alone ? text + "?immutable=1" : text;
}

int flags_of(Database::Mode mode) {
  const int common = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_URI | SQLITE_OPEN_FULLMUTEX;
  switch (mode) {
    case Database::Mode::Create:
      return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Database::Mode::Write:
      return common | SQLITE_OPEN_READWRITE;
    case Database::Mode::Read:
    case Database::Mode::ReadAlone:
      break;
  }
  return common | SQLITE_OPEN_READONLY;
}

}  // namespace

void Database::Close::operator()(sqlite3* connection) const { sqlite3_close(connection); }

Database::Database(const std::filesystem::path& file, Mode mode) {
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(uri(file, mode == Mode::ReadAlone).c_str(), &connection,
                                   flags_of(mode), nullptr);
  connection_.reset(connection);
  check(connection, code);
  check(connection, sqlite3_busy_timeout(connection, kBusyMilliseconds));
  // The file may come from a stranger: no triggers or functions of its own, no writes to the
  // schema.
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  run("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;");
}

void Database::run(const char* sql) {
  check(handle(), sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr));
}

std::int64_t Database::number(const char* sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.number(0) : 0;
}

std::string Database::text(const char* sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.text(0) : std::string();
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(Database& database, const char* sql) : database_(database) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database.handle(), sql, -1, &statement, nullptr);
  statement_.reset(statement);
  check(database.handle(), code);
}

void Statement::bind(int index, std::string_view text) {
  check(database_.handle(), sqlite3_bind_text64(statement_.get(), index, text.data(), text.size(),
                                                SQLITE_TRANSIENT, SQLITE_UTF8));
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  check(database_.handle(), code);
  return false;
}

std::string Statement::text(int column) const {
  const auto* text = sqlite3_column_text(statement_.get(), column);
  const int bytes = sqlite3_column_bytes(statement_.get(), column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(bytes)};
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

}  // namespace ampsweep::rig
