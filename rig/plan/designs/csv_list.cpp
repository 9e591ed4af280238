// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/csv_list.hpp"

#include <algorithm>
#include <string_view>

#include "rig/plan/knob_value.hpp"
#include "rig/plan/plan_limits.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

struct Row {
  int line{0};
  std::vector<std::string> fields;
};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return std::string{text.substr(first, text.find_last_not_of(" \t") - first + 1)};
}

/// Fields of one line. A quote that does not close is a refusal: settings need no line ends inside.
Row split_line(std::string_view text, const std::string& file, int line) {
  Row row{line, {}};
  std::string field;
  bool in_quotes = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && in_quotes && text.substr(i + 1).starts_with('"')) {
      field += text[++i];  // a doubled quote inside quotes is one of the text
    } else if (c == '"') {
      in_quotes = !in_quotes;
    } else if (c == ',' && !in_quotes) {
      row.fields.push_back(trimmed(field));
      field.clear();
    } else {
      field += c;
    }
  }
  if (in_quotes) refuse_at(file, line, "a quote is not closed", "close it on the same line");
  row.fields.push_back(trimmed(field));
  return row;
}

std::vector<Row> rows_of(std::string_view text, const std::string& file) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<Row> rows;
  int line = 1;
  for (std::size_t start = 0; start < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    std::string_view content = text.substr(start, end - start);
    if (content.ends_with('\r')) content.remove_suffix(1);
    if (!trimmed(content).empty()) rows.push_back(split_line(content, file, line));
    start = end + 1;
  }
  return rows;
}

/// The knob of each column.
std::vector<Knob> columns_of(const Row& header, const std::string& file,
                             const std::vector<Knob>& knobs, const Setting& fixed) {
  std::vector<Knob> columns;
  if (header.fields.size() == 1 && header.fields[0].find(';') != std::string::npos) {
    refuse_at(file, header.line, "columns are separated by semicolons",
              "separate them by commas, and write 5.5 with a point; spreadsheets call it CSV "
              "(comma)");
  }
  for (const std::string& id : header.fields) {
    const Knob& knob = knob_named(knobs, id, file, header.line, "column");
    if (fixed.contains(id)) {
      refuse_at(file, header.line, "column " + quote(id) + " is also fixed by the plan",
                "remove the column or the entry in fixed");
    }
    const auto same = [&](const Knob& other) { return other.id == id; };
    if (std::any_of(columns.begin(), columns.end(), same)) {
      refuse_at(file, header.line, "column " + quote(id) + " is there twice", "remove one");
    }
    columns.push_back(knob);
  }
  return columns;
}

}  // namespace

std::vector<Setting> csv_settings(const std::string& text, const std::string& file,
                                  const std::vector<Knob>& knobs, const Setting& fixed) {
  const std::vector<Row> rows = rows_of(text, file);
  if (rows.size() < 2) {
    refuse_at(file, 0, "holds no settings", "a header line of knob ids, then a setting a line");
  }
  if (rows.size() > static_cast<std::size_t>(kMostSettings) + 1) {
    refuse_at(file, 0, "holds more than 5000 settings", "split it into several plans");
  }
  const std::vector<Knob> columns = columns_of(rows.front(), file, knobs, fixed);
  std::vector<Setting> settings;
  for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
    if (row->fields.size() != columns.size()) {
      refuse_at(file, row->line,
                std::to_string(row->fields.size()) + " values under " +
                    std::to_string(columns.size()) + " columns",
                row->fields.size() > columns.size()
                    ? "write one value a column, numbers with a decimal point: 5.5, not 5,5"
                    : "give every column a value");
    }
    Setting setting = fixed;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      setting[columns[i].id] = value_in_text(columns[i], row->fields[i], file, row->line);
    }
    require_every_knob(knobs, setting, file, rows.front().line, "column");
    settings.push_back(std::move(setting));
  }
  return settings;
}

}  // namespace ampsweep::rig
