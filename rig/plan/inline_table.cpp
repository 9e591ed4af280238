// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/inline_table.hpp"

#include <algorithm>

namespace ampsweep::rig {
namespace {

constexpr const char* kBlanks = " \t";

/// A key of the table and where it and its value stand in the line.
struct Item {
  std::string key;
  std::size_t from{0};   ///< After the brace or comma before the key.
  std::size_t begin{0};  ///< Of the value.
  std::size_t end{0};
};

/// Position after the text that starts at `at` with a quote; npos: it does not end.
std::size_t after_text(const std::string& line, std::size_t at) {
  const char quote = line[at];
  for (++at; at < line.size(); ++at) {
    if (line[at] == '\\' && quote == '"') {
      ++at;  // the escaped character says nothing
    } else if (line[at] == quote) {
      return at + 1;
    }
  }
  return std::string::npos;
}

/// First of `wanted` outside texts and brackets, from `at`; npos: none.
std::size_t find_outside(const std::string& line, std::size_t at, const std::string& wanted) {
  for (int depth = 0; at < line.size();) {
    const char c = line[at];
    if (c == '"' || c == '\'') {
      at = after_text(line, at);
      continue;
    }
    if (depth == 0 && wanted.find(c) != std::string::npos) return at;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at;
  }
  return std::string::npos;
}

std::string bare(const std::string& key) {
  const auto from = key.find_first_not_of(" \t\"'");
  const auto to = key.find_last_not_of(" \t\"'");
  return from == std::string::npos ? "" : key.substr(from, to - from + 1);
}

/// Position after `name = {`; npos: the line does not start so.
std::size_t inside(const std::string& line, const std::string& name) {
  const auto equals = line.find('=');
  if (equals == std::string::npos || bare(line.substr(0, equals)) != name) return std::string::npos;
  const auto brace = line.find_first_not_of(kBlanks, equals + 1);
  if (brace == std::string::npos || line[brace] != '{') return std::string::npos;
  return brace + 1;
}

std::vector<Item> items_of(const std::string& line, const std::string& name) {
  std::vector<Item> items;
  std::size_t at = inside(line, name);
  while (at != std::string::npos) {
    const auto equals = find_outside(line, at, "=}");
    if (equals == std::string::npos || line[equals] == '}') return {};
    const auto end = find_outside(line, equals + 1, ",}");
    if (end == std::string::npos) return {};
    const auto begin = line.find_first_not_of(kBlanks, equals + 1);
    const auto last = line.find_last_not_of(kBlanks, end - 1);
    if (begin >= end) return {};
    items.push_back({bare(line.substr(at, equals - at)), at, begin, last + 1});
    if (line[end] == '}') return items;
    at = end + 1;
  }
  return {};
}

/// Nothing: it is the only one, and a control without keys is none.
std::optional<std::string> without(std::string line, const std::vector<Item>& items,
                                   std::size_t index) {
  if (items.size() < 2) return std::nullopt;
  if (index == 0) {
    const auto next = line.find_first_not_of(kBlanks, items[1].from);
    const auto first = line.find_first_not_of(kBlanks, items[0].from);
    return line.erase(first, next - first);
  }
  const auto comma = items[index].from - 1;
  return line.erase(comma, items[index].end - comma);
}

}  // namespace

std::optional<std::string> with_inline_keys(std::string line, const std::string& name,
                                            const std::vector<KeyValue>& wanted) {
  for (const KeyValue& want : wanted) {
    const std::vector<Item> items = items_of(line, name);
    if (items.empty()) return std::nullopt;
    const auto found = std::find_if(items.begin(), items.end(),
                                    [&](const Item& item) { return item.key == want.key; });
    if (want.value.empty()) {
      if (found == items.end()) continue;
      const auto index = static_cast<std::size_t>(found - items.begin());
      auto shorter = without(line, items, index);
      if (!shorter) return std::nullopt;
      line = *std::move(shorter);
    } else if (found != items.end()) {
      line.replace(found->begin, found->end - found->begin, want.value);
    } else {
      line.insert(items.back().end, ", " + want.key + " = " + want.value);
    }
  }
  return line;
}

}  // namespace ampsweep::rig
