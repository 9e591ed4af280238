// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rig/plan/config_node.hpp"

namespace ampsweep::rig {

/// Closed interval; an end may be open or infinite.
struct Range {
  double low{-std::numeric_limits<double>::infinity()};
  double high{std::numeric_limits<double>::infinity()};
  bool above_low{false};  ///< `low` itself is outside.
};

/// Reads one table of a configuration file key by key, and at the end refuses what nobody asked
/// for.
///
/// A key that is absent gives the fallback; one of the wrong kind or out of range is refused with
/// SetupError{Data} "FILE:LINE: table: key ..." and the way out. Views the node it was given.
class TableReader {
 public:
  /// `name` is what messages call the table: "[audio]", `knob "treble"`; empty for the top level.
  /// `line` is where a missing key is reported.
  TableReader(std::string file, const ConfigTable& table, int line, std::string name);

  [[nodiscard]] bool has(const std::string& key);
  [[nodiscard]] std::string text(const std::string& key, const std::string& fallback);
  [[nodiscard]] std::string required_text(const std::string& key);
  [[nodiscard]] double number(const std::string& key, double fallback, const Range& range);
  [[nodiscard]] double required_number(const std::string& key, const Range& range);
  [[nodiscard]] std::optional<double> optional_number(const std::string& key, const Range& range);
  [[nodiscard]] int integer(const std::string& key, int fallback, int low, int high);
  [[nodiscard]] std::uint64_t seed(const std::string& key, std::uint64_t fallback);
  [[nodiscard]] bool flag(const std::string& key, bool fallback);
  [[nodiscard]] std::vector<std::string> texts(const std::string& key);
  [[nodiscard]] std::vector<double> numbers(const std::string& key, const Range& range);
  /// The names of `choices` are listed when the text is none of them.
  template <class T>
  [[nodiscard]] T choice(const std::string& key, T fallback,
                         const std::vector<std::pair<std::string, T>>& choices) {
    if (!has(key)) return fallback;
    std::vector<std::string> names;
    for (const auto& [name, value] : choices) names.push_back(name);
    return choices[chosen(key, names)].second;
  }
  /// Sub-table; absent: nothing.
  [[nodiscard]] std::optional<TableReader> table(const std::string& key, const std::string& name);
  /// Array of tables; messages call the n-th `name` n. Absent: empty.
  [[nodiscard]] std::vector<TableReader> tables(const std::string& key, const std::string& name);
  /// The entry itself, for keys of more than one kind; nullptr when absent.
  [[nodiscard]] const ConfigEntry* entry(const std::string& key) { return find(key); }
  /// Every entry, for tables whose keys are knob ids; marks all keys as known.
  [[nodiscard]] const std::vector<ConfigEntry>& entries();

  /// Refuses keys that nobody has asked for, the one highest up first.
  void finish() const;

  /// Refuses because of `key` ("key what") or, with an empty key, of the table as a whole.
  [[noreturn]] void refuse(const std::string& key, const std::string& what,
                           const std::string& way_out) const;
  [[noreturn]] void refuse_line(int line, const std::string& what,
                                const std::string& way_out) const;
  void rename(std::string name) { name_ = std::move(name); }
  [[nodiscard]] int line() const { return line_; }
  /// Of the key; of the table when it is absent.
  [[nodiscard]] int line_of(const std::string& key) const;
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  const ConfigEntry* find(const std::string& key);
  [[nodiscard]] const ConfigEntry* peek(const std::string& key) const;
  [[nodiscard]] double checked(const std::string& label, const ConfigNode& node,
                               const Range& range) const;
  [[nodiscard]] std::string checked_text(const std::string& label, const ConfigNode& node) const;
  const ConfigArray* array(const std::string& key);
  [[nodiscard]] std::size_t chosen(const std::string& key, const std::vector<std::string>& names);
  [[noreturn]] void refuse_missing(const std::string& key) const;

  std::string file_;
  const ConfigTable* table_;
  int line_;
  std::string name_;
  std::vector<std::string> known_;
};

}  // namespace ampsweep::rig
