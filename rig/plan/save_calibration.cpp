// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/save_calibration.hpp"

#include <algorithm>
#include <vector>

#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/text_file.hpp"
#include "rig/plan/toml_text.hpp"

namespace ampsweep::rig {
namespace {

constexpr auto kKey = "calibration";

/// Lines with their line ends, so that putting them together gives the text back byte for byte.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size() - 1);
    lines.push_back(text.substr(start, end - start + 1));
    start = end + 1;
  }
  return lines;
}

std::string line_end_of(const std::string& text) {
  const std::size_t at = text.find('\n');
  return at != std::string::npos && at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
}

struct KeyValue {
  std::string key;
  std::string value;  ///< As TOML; empty: the key is to go.
};

/// A TOML float needs its point or exponent; 7 would read back as a number all the same, but as an
/// integer, and other readers may care.
std::string toml_number(const std::optional<double>& value) {
  if (!value) return "";
  const std::string text = number_text(*value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::vector<KeyValue> wanted_values(const Calibration& calibration) {
  return {{"loopback_offset_samples", toml_number(calibration.loopback_offset_samples)},
          {"loopback_gain_db", toml_number(calibration.loopback_gain_db)},
          {"date", calibration.date.empty() ? "" : '"' + calibration.date + '"'}};
}

/// What follows the value on its line: blanks, comment, line end. The value is a number or a text
/// without escapes, so a # inside quotes is the only trap.
std::string tail_of(const std::string& line) {
  bool in_text = false;
  std::size_t at = line.find('=');
  for (at = at == std::string::npos ? 0 : at; at < line.size(); ++at) {
    if (line[at] == '"' || line[at] == '\'') in_text = !in_text;
    if (!in_text && (line[at] == '#' || line[at] == '\n' || line[at] == '\r')) break;
  }
  while (at > 0 && (line[at - 1] == ' ' || line[at - 1] == '\t')) --at;
  return line.substr(at);
}

const ConfigEntry* entry_named(const ConfigTable& table, const std::string& key) {
  const auto at = std::find_if(table.entries.begin(), table.entries.end(),
                               [&](const ConfigEntry& entry) { return entry.key == key; });
  return at == table.entries.end() ? nullptr : &*at;
}

std::string& line_at(std::vector<std::string>& lines, int number) {
  return lines.at(static_cast<std::size_t>(number - 1));
}

/// Rewrites, removes and adds the lines of an existing table. Line numbers stay valid until the end
/// because a removed line becomes empty and an added one is glued to its neighbour.
void edit_table(std::vector<std::string>& lines, const ConfigEntry& table,
                const std::vector<KeyValue>& wanted, const std::string& line_end) {
  const auto& entries = std::get<ConfigTable>(table.node.value);
  int last = table.line;
  for (const ConfigEntry& entry : entries.entries) last = std::max(last, entry.line);
  std::string added;
  for (const KeyValue& item : wanted) {
    if (const ConfigEntry* entry = entry_named(entries, item.key)) {
      std::string& line = line_at(lines, entry->line);
      line = item.value.empty() ? "" : item.key + " = " + item.value + tail_of(line);
    } else if (!item.value.empty()) {
      added += item.key + " = " + item.value + line_end;
    }
  }
  std::string& anchor = line_at(lines, last);
  if (!anchor.empty() && anchor.back() != '\n' && !added.empty()) anchor += line_end;
  anchor += added;
}

std::string new_table(const std::string& text, const std::vector<KeyValue>& wanted,
                      const std::string& line_end) {
  std::string table;
  if (!text.empty() && text.back() != '\n') table += line_end;
  table += line_end + "[calibration]" + line_end;
  for (const KeyValue& item : wanted) {
    if (!item.value.empty()) table += item.key + " = " + item.value + line_end;
  }
  return table;
}

std::string edited(const std::string& text, const Calibration& calibration,
                   const std::filesystem::path& file) {
  const ConfigNode document = parse_toml(text, file.string());
  const std::vector<KeyValue> wanted = wanted_values(calibration);
  const std::string line_end = line_end_of(text);
  const ConfigEntry* table = entry_named(std::get<ConfigTable>(document.value), kKey);
  if (table == nullptr) return text + new_table(text, wanted, line_end);
  std::vector<std::string> lines = lines_of(text);
  const std::string& header = line_at(lines, table->line);
  const std::size_t first = header.find_first_not_of(" \t");
  if (first == std::string::npos || header[first] != '[') {
    refuse_at(file.string(), table->line, "calibration is not written as a [calibration] table",
              "give it a header line [calibration] with one key a line below it");
  }
  edit_table(lines, *table, wanted, line_end);
  std::string result;
  for (const std::string& line : lines) result += line;
  return result;
}

bool same(const Calibration& a, const Calibration& b) {
  return a.loopback_offset_samples == b.loopback_offset_samples &&
         a.loopback_gain_db == b.loopback_gain_db && a.date == b.date;
}

}  // namespace

std::string with_calibration(const std::string& text, const Calibration& calibration,
                             const std::filesystem::path& file) {
  const Rig before = parse_rig(text, file);
  std::string result = edited(text, calibration, file);
  // Editing text is a guess at TOML; reading the outcome back is not.
  const Rig after = parse_rig(result, file);
  if (after.hash != before.hash || !same(after.calibration, calibration)) {
    refuse_at(file.string(), 0, "its [calibration] table cannot be edited line by line",
              "write it as one key a line, or remove it and run `ampsweep check` again");
  }
  return result;
}

void save_calibration(const std::filesystem::path& file, const Calibration& calibration) {
  replace_file(file, with_calibration(read_text_file(file), calibration, file));
}

}  // namespace ampsweep::rig
