// SPDX-License-Identifier: GPL-3.0-or-later
// Tables with a file in a column: Hugging Face's metadata.csv and our own pairs.csv.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rig/dataset/dataset_files.hpp"
#include "rig/formats/check_context.hpp"
#include "rig/formats/folder_names.hpp"
#include "rig/verify/csv_table.hpp"

namespace ampsweep::rig::formats {
namespace {

/// Share of the travel: where a servo reads back that it came to rest beside its end mark, the
/// label says so.
constexpr double kBesideTheEnd = 0.02;

/// The table, when it can be read, has these columns once each, and every row is whole.
std::optional<CsvTable> whole_table(CheckContext& check, const std::string& name,
                                    const std::vector<std::string>& needed) {
  const auto content = check.text(name);
  if (!content) return std::nullopt;
  auto table = parse_csv(*content);
  if (!table) {
    check.report.add("wrong_table", name, table.error().detail);
    return std::nullopt;
  }
  for (const std::string& column : needed) {
    if (!table->column(column)) {
      check.report.add("wrong_table", name, fmt::format("there is no column \"{}\"", column));
      return std::nullopt;
    }
  }
  const std::set<std::string> distinct(table->columns.begin(), table->columns.end());
  if (distinct.size() != table->columns.size()) {
    check.report.add("wrong_table", name, "two columns have the same name");
  }
  for (std::size_t k = 0; k < table->rows.size(); ++k) {
    if (table->rows[k].size() != table->columns.size()) {
      check.report.add(
          "wrong_table", fmt::format("{} row {}", name, k + 2),
          fmt::format("{} cells instead of {}", table->rows[k].size(), table->columns.size()));
      return std::nullopt;
    }
  }
  if (table->rows.empty()) check.report.add("wrong_table", name, "it has no rows");
  return std::move(*table);
}

/// Columns that hold a knob must hold a number in every row.
void check_number_cells(CheckContext& check, const std::string& name, const CsvTable& table) {
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (!table.columns[c].ends_with("_norm")) continue;
    for (std::size_t k = 0; k < table.rows.size(); ++k) {
      const auto value = whole_as_number(table.rows[k][c]);
      if (!value || *value < -kBesideTheEnd || *value > 1.0 + kBesideTheEnd) {
        check.report.add(
            "wrong_value", fmt::format("{} row {}", name, k + 2),
            fmt::format("{} is \"{}\": not in 0..1", table.columns[c], table.rows[k][c]));
      }
    }
  }
}

std::string split_of(const CsvTable& table, const std::vector<std::string>& row) {
  const auto column = table.column("split");
  return column ? row[*column] : std::string();
}

std::vector<std::pair<std::string, double>> knobs_of(const CsvTable& table,
                                                     const std::vector<std::string>& row) {
  std::vector<std::pair<std::string, double>> knobs;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const auto value = table.columns[c].ends_with("_norm") ? whole_as_number(row[c]) : std::nullopt;
    if (value) knobs.emplace_back(table.columns[c], *value);
  }
  return knobs;
}

/// Input and target column of every pair that a row holds: "input" and "target", and the amp's
/// sound of further outputs: "target_mic" (reversed "input_mic"), where every cell names a WAV.
std::vector<std::pair<std::size_t, std::size_t>> sound_columns(const CsvTable& table) {
  const std::size_t input = *table.column("input");
  const std::size_t target = *table.column("target");
  std::vector<std::pair<std::size_t, std::size_t>> pairs{{input, target}};
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const bool sounds = std::all_of(table.rows.begin(), table.rows.end(),
                                    [&](const auto& row) { return row[c].ends_with(".wav"); });
    if (sounds && table.columns[c].starts_with("target_")) pairs.emplace_back(input, c);
    if (sounds && table.columns[c].starts_with("input_")) pairs.emplace_back(c, target);
  }
  return pairs;
}

/// Input and target, to the row that named them first.
using SeenPairs = std::map<std::pair<std::string, std::string>, std::size_t>;

void check_csv_pair(CheckContext& check, const CsvTable& table, std::size_t k,
                    std::size_t input_column, std::size_t target_column, SeenPairs& seen) {
  const auto& row = table.rows[k];
  const std::string where = fmt::format("pairs.csv row {}", k + 2);
  const std::string& input_name = row[input_column];
  const std::string& target_name = row[target_column];
  const auto [first, fresh] = seen.try_emplace({input_name, target_name}, k);
  if (!fresh) {
    const bool same = knobs_of(table, row) == knobs_of(table, table.rows[first->second]);
    check.report.add("same_file", where,
                     fmt::format("the pair of row {} again{}", first->second + 2,
                                 same ? "" : ", with another setting: one label is wrong"));
  }
  const auto input = check.sound(where, input_name, {{}, {}, {}, 1});
  const auto target = check.sound(where, target_name, {{}, {}, {}, 1});
  if (!input || !target) return;
  check.found_pair({input_name, target_name, split_of(table, row), knobs_of(table, row), where});
  check.check_pair(where, input, target);
  check.check_target(target_name, target);
}

}  // namespace

/// The audio folder loader: file_name in the first column, relative; every other column is kept; an
/// audio file of the pattern without a row fails older releases.
void check_huggingface(CheckContext& check) {
  const auto table = whole_table(check, kMetadataFile, {"file_name"});
  if (!table) return;
  if (table->columns.front() != "file_name") {
    check.report.add("wrong_table", kMetadataFile, "file_name must be the first column");
  }
  check_number_cells(check, kMetadataFile, *table);
  const std::size_t column = *table->column("file_name");
  const auto input_column = table->column("input_file");
  std::set<std::string> named;
  for (const auto& row : table->rows) {
    if (check.stopped()) return;
    const std::string input_name = input_column ? row[*input_column] : kInputFile;
    if (!named.insert(row[column]).second) {
      check.report.add("same_file", kMetadataFile, row[column] + " is named twice");
    }
    const auto input = check.sound(kMetadataFile, input_name, {{}, {}, {}, 1});
    const auto take = check.sound(kMetadataFile, row[column], {{}, {}, {}, 1});
    if (!input || !take) continue;
    check.found_pair(
        {input_name, row[column], split_of(*table, row), knobs_of(*table, row), row[column]});
    check.check_pair(row[column], input, take);
    check.check_target(row[column], take);
  }
  for (const std::string& file : files_ending(check.report.dir / kTakesFolder, ".wav")) {
    const std::string path = fmt::format("{}/{}", kTakesFolder, file);
    if (!named.contains(path)) {
      check.report.add("unlisted", path, "no row names it: older releases of the loader stop here");
    }
  }
  const auto card = check.text(kCardFile);
  if (card && !card->starts_with("---\n")) {
    check.report.add("wrong_card", kCardFile,
                     "no YAML front matter: the loader would take input.wav for an example");
  }
}

void check_csv(CheckContext& check) {
  const auto table = whole_table(check, "pairs.csv", {"input", "target", "split"});
  if (!table) return;
  check_number_cells(check, "pairs.csv", *table);
  const auto columns = sound_columns(*table);
  SeenPairs seen;
  for (std::size_t k = 0; k < table->rows.size(); ++k) {
    for (const auto& [input, target] : columns) {
      if (check.stopped()) return;
      check_csv_pair(check, *table, k, input, target, seen);
    }
  }
}

}  // namespace ampsweep::rig::formats
