// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/table_reader.hpp"

#include <algorithm>
#include <cmath>

#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

const char* kind_of(const ConfigNode& node) {
  constexpr const char* kKinds[] = {"true or false", "a number", "a number", "text",
                                    "a date",        "an array", "a table"};
  return kKinds[node.value.index()];
}

std::string range_text(const Range& range) {
  const std::string low = number_text(range.low);
  if (std::isinf(range.high)) return (range.above_low ? "above " : "at least ") + low;
  if (std::isinf(range.low)) return "at most " + number_text(range.high);
  if (range.above_low) return "above " + low + " and at most " + number_text(range.high);
  return low + ".." + number_text(range.high);
}

bool inside(double value, const Range& range) {
  return (range.above_low ? value > range.low : value >= range.low) && value <= range.high;
}

}  // namespace

TableReader::TableReader(std::string file, const ConfigTable& table, int line, std::string name)
    : file_(std::move(file)), table_(&table), line_(line), name_(std::move(name)) {}

const ConfigEntry* TableReader::peek(const std::string& key) const {
  for (const ConfigEntry& entry : table_->entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

const ConfigEntry* TableReader::find(const std::string& key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
  return peek(key);
}

bool TableReader::has(const std::string& key) { return find(key) != nullptr; }

double TableReader::checked(const std::string& label, const ConfigNode& node,
                            const Range& range) const {
  double value = 0.0;
  if (const auto* whole = std::get_if<std::int64_t>(&node.value)) {
    value = static_cast<double>(*whole);
  } else if (const auto* real = std::get_if<double>(&node.value)) {
    value = *real;
  } else {
    refuse_line(node.line, label + " is " + kind_of(node) + ", not a number",
                "write a number, without quotes and without its unit");
  }
  if (!std::isfinite(value)) {
    refuse_line(node.line, label + " is not a finite number", "write a finite number");
  }
  if (!inside(value, range)) {
    const std::string allowed = range_text(range);
    const bool interval = std::isfinite(range.low) && std::isfinite(range.high) && !range.above_low;
    refuse_line(
        node.line,
        label + ' ' + number_text(value) + (interval ? " is outside " : " is not ") + allowed,
        "write a number " + std::string(interval ? "inside " : "") + allowed);
  }
  return value;
}

std::string TableReader::checked_text(const std::string& label, const ConfigNode& node) const {
  const auto* text = std::get_if<std::string>(&node.value);
  if (text == nullptr) {
    refuse_line(node.line, label + " is " + kind_of(node) + ", not text", "put it in \"quotes\"");
  }
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; };
  if (std::any_of(text->begin(), text->end(), control)) {
    refuse_line(node.line, label + " holds a control character (line end, tab, ...)",
                "keep it on one line of plain text");
  }
  return *text;
}

std::string TableReader::text(const std::string& key, const std::string& fallback) {
  const ConfigEntry* entry = find(key);
  return entry == nullptr ? fallback : checked_text(key, entry->node);
}

std::string TableReader::required_text(const std::string& key) {
  const ConfigEntry* entry = find(key);
  if (entry == nullptr) refuse_missing(key);
  std::string value = checked_text(key, entry->node);
  if (value.empty()) refuse(key, "is empty", "write a text in \"quotes\"");
  return value;
}

std::optional<double> TableReader::optional_number(const std::string& key, const Range& range) {
  const ConfigEntry* entry = find(key);
  if (entry == nullptr) return std::nullopt;
  return checked(key, entry->node, range);
}

double TableReader::number(const std::string& key, double fallback, const Range& range) {
  return optional_number(key, range).value_or(fallback);
}

double TableReader::required_number(const std::string& key, const Range& range) {
  const auto value = optional_number(key, range);
  if (!value) refuse_missing(key);
  return *value;
}

int TableReader::integer(const std::string& key, int fallback, int low, int high) {
  const auto value = optional_number(key, {static_cast<double>(low), static_cast<double>(high)});
  if (!value) return fallback;
  if (*value != std::floor(*value)) {
    refuse(key, number_text(*value) + " is not a whole number", "write a whole number");
  }
  return static_cast<int>(*value);
}

std::uint64_t TableReader::seed(const std::string& key, std::uint64_t fallback) {
  const ConfigEntry* entry = find(key);
  if (entry == nullptr) return fallback;
  // Not through double: a seed uses all of its bits.
  const auto* whole = std::get_if<std::int64_t>(&entry->node.value);
  if (whole == nullptr || *whole < 0) {
    refuse(key, "is not a whole number of at least 0", "write a whole number such as 1");
  }
  return static_cast<std::uint64_t>(*whole);
}

bool TableReader::flag(const std::string& key, bool fallback) {
  const ConfigEntry* entry = find(key);
  if (entry == nullptr) return fallback;
  const auto* value = std::get_if<bool>(&entry->node.value);
  if (value == nullptr) {
    refuse(key, std::string{"is "} + kind_of(entry->node) + ", not true or false",
           "write true or false, without quotes");
  }
  return *value;
}

const ConfigArray* TableReader::array(const std::string& key) {
  const ConfigEntry* entry = find(key);
  if (entry == nullptr) return nullptr;
  const auto* items = std::get_if<ConfigArray>(&entry->node.value);
  if (items == nullptr) {
    refuse(key, std::string{"is "} + kind_of(entry->node) + ", not an array",
           "write it as [ first, second ]");
  }
  return items;
}

std::vector<std::string> TableReader::texts(const std::string& key) {
  std::vector<std::string> values;
  if (const ConfigArray* items = array(key)) {
    for (const ConfigNode& item : *items) values.push_back(checked_text(key + " entry", item));
  }
  return values;
}

std::vector<double> TableReader::numbers(const std::string& key, const Range& range) {
  std::vector<double> values;
  if (const ConfigArray* items = array(key)) {
    for (const ConfigNode& item : *items) values.push_back(checked(key + " entry", item, range));
  }
  return values;
}

std::size_t TableReader::chosen(const std::string& key, const std::vector<std::string>& names) {
  const std::string value = text(key, "");
  const auto at = std::find(names.begin(), names.end(), value);
  if (at == names.end()) {
    refuse(key, quote(value) + " is not known" + suggestion(value, names),
           "one of: " + joined(names));
  }
  return static_cast<std::size_t>(at - names.begin());
}

std::optional<TableReader> TableReader::table(const std::string& key, const std::string& name) {
  const ConfigEntry* entry = find(key);
  if (entry == nullptr) return std::nullopt;
  const auto* inner = std::get_if<ConfigTable>(&entry->node.value);
  if (inner == nullptr) {
    refuse(key, std::string{"is "} + kind_of(entry->node) + ", not a table",
           "write it as [" + key + "] or " + key + " = { ... }");
  }
  return TableReader{file_, *inner, entry->line, name};
}

std::vector<TableReader> TableReader::tables(const std::string& key, const std::string& name) {
  std::vector<TableReader> readers;
  const ConfigArray* items = array(key);
  if (items == nullptr) return readers;
  for (const ConfigNode& item : *items) {
    const auto* inner = std::get_if<ConfigTable>(&item.value);
    if (inner == nullptr) {
      refuse_line(item.line, key + " entry is " + kind_of(item) + ", not a table",
                  "write each entry as { key = value, ... }");
    }
    readers.emplace_back(file_, *inner, item.line, name + ' ' + std::to_string(readers.size() + 1));
  }
  return readers;
}

const std::vector<ConfigEntry>& TableReader::entries() {
  for (const ConfigEntry& entry : table_->entries) known_.push_back(entry.key);
  return table_->entries;
}

void TableReader::finish() const {
  const ConfigEntry* first = nullptr;
  for (const ConfigEntry& entry : table_->entries) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    if (first == nullptr || entry.line < first->line) first = &entry;
  }
  if (first == nullptr) return;
  refuse_line(first->line, "unknown key " + quote(first->key) + suggestion(first->key, known_),
              "keys known here: " + joined(known_));
}

void TableReader::refuse(const std::string& key, const std::string& what,
                         const std::string& way_out) const {
  refuse_line(line_of(key), key.empty() ? what : key + ' ' + what, way_out);
}

int TableReader::line_of(const std::string& key) const {
  const ConfigEntry* entry = peek(key);
  return entry == nullptr ? line_ : entry->line;
}

void TableReader::refuse_line(int line, const std::string& what, const std::string& way_out) const {
  refuse_at(file_, line, name_.empty() ? what : name_ + ": " + what, way_out);
}

void TableReader::refuse_missing(const std::string& key) const {
  refuse("", key + " is missing", "add a line: " + key + " = ...");
}

}  // namespace ampsweep::rig
