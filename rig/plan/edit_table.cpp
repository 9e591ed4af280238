// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/edit_table.hpp"

#include <algorithm>

#include "rig/plan/inline_table.hpp"
#include "rig/plan/refusal_text.hpp"
#include "rig/plan/toml_text.hpp"

namespace ampsweep::rig {
namespace {

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

std::string together(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

std::string line_end_of(const std::string& text) {
  const std::size_t at = text.find('\n');
  return at != std::string::npos && at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
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

bool is_header(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return first != std::string::npos && line[first] == '[';
}

/// Rewrites, removes and adds (below line `after`) the lines of an existing table. Line numbers
/// stay valid until the end because a removed line becomes empty and an added one is glued to its
/// neighbour.
void edit_lines(std::vector<std::string>& lines, const ConfigTable& entries, int after,
                const std::vector<KeyValue>& wanted, const std::string& line_end) {
  std::string added;
  for (const KeyValue& item : wanted) {
    if (const ConfigEntry* entry = entry_named(entries, item.key)) {
      std::string& line = line_at(lines, entry->line);
      line = item.value.empty() ? "" : item.key + " = " + item.value + tail_of(line);
    } else if (!item.value.empty()) {
      added += item.key + " = " + item.value + line_end;
    }
  }
  std::string& anchor = line_at(lines, after);
  if (!anchor.empty() && anchor.back() != '\n' && !added.empty()) anchor += line_end;
  anchor += added;
}

void edit_lines(std::vector<std::string>& lines, const ConfigEntry& table,
                const std::vector<KeyValue>& wanted, const std::string& line_end) {
  const auto& entries = std::get<ConfigTable>(table.node.value);
  int last = table.line;
  for (const ConfigEntry& entry : entries.entries) last = std::max(last, entry.line);
  edit_lines(lines, entries, last, wanted, line_end);
}

std::string new_table(const std::string& text, const std::string& name,
                      const std::vector<KeyValue>& wanted, const std::string& line_end) {
  std::string table;
  if (!text.empty() && text.back() != '\n') table += line_end;
  table += line_end + '[' + name + ']' + line_end;
  for (const KeyValue& item : wanted) {
    if (!item.value.empty()) table += item.key + " = " + item.value + line_end;
  }
  return table;
}

const ConfigTable* knob_table(const ConfigNode& document, const std::string& id) {
  const ConfigEntry* knobs = entry_named(std::get<ConfigTable>(document.value), "knob");
  const auto* list = knobs == nullptr ? nullptr : std::get_if<ConfigArray>(&knobs->node.value);
  if (list == nullptr) return nullptr;
  for (const ConfigNode& node : *list) {
    const auto* table = std::get_if<ConfigTable>(&node.value);
    const ConfigEntry* named = table == nullptr ? nullptr : entry_named(*table, "id");
    const auto* text = named == nullptr ? nullptr : std::get_if<std::string>(&named->node.value);
    if (text != nullptr && *text == id) return table;
  }
  return nullptr;
}

}  // namespace

std::string toml_number(const std::optional<double>& value) {
  if (!value) return "";
  const std::string text = number_text(*value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string with_table_keys(const std::string& text, const std::string& name,
                            const std::vector<KeyValue>& wanted,
                            const std::filesystem::path& file) {
  const ConfigNode document = parse_toml(text, file.string());
  const std::string line_end = line_end_of(text);
  const ConfigEntry* table = entry_named(std::get<ConfigTable>(document.value), name);
  if (table == nullptr) return text + new_table(text, name, wanted, line_end);
  std::vector<std::string> lines = lines_of(text);
  if (!is_header(line_at(lines, table->line))) {
    refuse_at(file.string(), table->line, name + " is not written as a [" + name + "] table",
              "give it a header line [" + name + "] with one key a line below it");
  }
  edit_lines(lines, *table, wanted, line_end);
  return together(lines);
}

std::string with_control_keys(const std::string& text, const std::string& knob,
                              const std::vector<KeyValue>& wanted,
                              const std::filesystem::path& file) {
  const ConfigNode document = parse_toml(text, file.string());
  const ConfigTable* table = knob_table(document, knob);
  const ConfigEntry* control = table == nullptr ? nullptr : entry_named(*table, "control");
  if (control == nullptr || !std::holds_alternative<ConfigTable>(control->node.value)) {
    refuse_at(file.string(), 0, "knob " + quote(knob) + " has no control that could be edited",
              "add control = { kind = \"midi\", port = ..., controller = ... } to it");
  }
  std::vector<std::string> lines = lines_of(text);
  std::string& line = line_at(lines, control->line);
  if (is_header(line)) {
    edit_lines(lines, *control, wanted, line_end_of(text));
    return together(lines);
  }
  const auto edited = with_inline_keys(line, "control", wanted);
  if (!edited) {
    refuse_at(file.string(), control->line,
              "the control of knob " + quote(knob) + " cannot be edited where it stands",
              "write it on a line of its own: control = { kind = \"midi\", ... }");
  }
  line = *edited;
  return together(lines);
}

std::string with_knob_keys(const std::string& text, const std::string& knob,
                           const std::vector<KeyValue>& wanted, const std::filesystem::path& file) {
  const ConfigNode document = parse_toml(text, file.string());
  const ConfigTable* table = knob_table(document, knob);
  if (table == nullptr) {
    refuse_at(file.string(), 0, "has no [[knob]] with id " + quote(knob), "check the id");
  }
  std::vector<std::string> lines = lines_of(text);
  edit_lines(lines, *table, entry_named(*table, "id")->line, wanted, line_end_of(text));
  return together(lines);
}

}  // namespace ampsweep::rig
