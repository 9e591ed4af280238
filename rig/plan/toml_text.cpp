// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/toml_text.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <string_view>

#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::size_t kLongestLine = 16384;
constexpr int kDeepest = 8;

int line_of(const toml::source_region& region) { return static_cast<int>(region.begin.line); }

void refuse_long_lines(const std::string& text, const std::string& file) {
  int line = 1;
  for (std::size_t start = 0; start < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    if (end - start > kLongestLine) {
      refuse_at(file, line, "the line is longer than 16384 bytes",
                "break it: arrays may go over several lines");
    }
    start = end + 1;
  }
}

ConfigNode converted(const toml::node& node, const std::string& file, int depth) {
  const int line = line_of(node.source());
  if (depth > kDeepest) {
    refuse_at(file, line, "tables and arrays are nested deeper than 8",
              "no key of ours needs more than 4");
  }
  if (const auto* table = node.as_table()) {
    ConfigTable entries;
    for (const auto& [key, value] : *table) {
      entries.entries.push_back(
          {std::string{key.str()}, line_of(key.source()), converted(value, file, depth + 1)});
    }
    return {std::move(entries), line};
  }
  if (const auto* array = node.as_array()) {
    ConfigArray items;
    for (const auto& item : *array) items.push_back(converted(item, file, depth + 1));
    return {std::move(items), line};
  }
  if (const auto* text = node.as_string()) return {text->get(), line};
  if (const auto* whole = node.as_integer()) return {whole->get(), line};
  if (const auto* number = node.as_floating_point()) return {number->get(), line};
  if (const auto* flag = node.as_boolean()) return {flag->get(), line};
  return {ConfigDate{}, line};
}

}  // namespace

ConfigNode parse_toml(const std::string& text, const std::string& file) {
  refuse_long_lines(text, file);
  try {
    const toml::table table = toml::parse(std::string_view{text});
    return converted(table, file, 0);
  } catch (const toml::parse_error& error) {
    refuse_at(file, line_of(error.source()), "not valid TOML: " + std::string{error.description()},
              "mend that line; text goes in quotes, a table header in [brackets]");
  }
}

}  // namespace ampsweep::rig
