// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace ampsweep::rig {

/// What SQLite refused, in words. Does not leave rig/dataset.
class DatabaseError : public std::runtime_error {
 public:
  enum class Kind { DiskFull, NotADatabase, Damaged, Busy, Other };
  DatabaseError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  [[nodiscard]] Kind kind() const noexcept { return kind_; }

 private:
  Kind kind_;
};

/// One SQLite connection. Every call may throw DatabaseError. Thread: one.
class Database {
 public:
  enum class Mode {
    Create,    ///< Must not exist.
    Write,     ///< Must exist.
    Read,      ///< Beside a running writer: shares its WAL.
    ReadAlone  ///< Nobody writes and there is no WAL: touches no file, takes no lock.
  };
  Database(const std::filesystem::path& file, Mode mode);

  void run(const char* sql);                           ///< Statements without result.
  [[nodiscard]] std::int64_t number(const char* sql);  ///< First column of the first row.
  [[nodiscard]] std::string text(const char* sql);

  [[nodiscard]] sqlite3* handle() const { return connection_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  std::unique_ptr<sqlite3, Close> connection_;
};

/// A prepared statement. `for (statement.bind(1, "x"); statement.step();) use(statement.text(0));`
class Statement {
 public:
  Statement(Database& database, const char* sql);
  void bind(int index, std::string_view text);       ///< 1-based; `text` is copied.
  [[nodiscard]] bool step();                         ///< False when there are no more rows.
  [[nodiscard]] std::string text(int column) const;  ///< 0-based; empty for NULL.
  [[nodiscard]] std::int64_t number(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace ampsweep::rig
