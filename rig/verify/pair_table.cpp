// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_table.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <optional>
#include <set>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/verify/csv_table.hpp"
#include "rig/verify/listed_file.hpp"
#include "rig/verify/pair_labels.hpp"

namespace ampsweep::rig {
namespace {

std::optional<std::size_t> first_column(const CsvTable& table,
                                        std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (const auto found = table.column(name)) return found;
  }
  return std::nullopt;
}

/// "./a.wav" is a.wav.
std::string plain_name(const std::string& name) {
  return name.starts_with("./") ? name.substr(2) : name;
}

[[noreturn]] void refuse(const std::string& table, const std::string& why, const char* what) {
  throw SetupError(SetupKind::Data, fmt::format("{}: {}", table, why), what);
}

}  // namespace

PairList pairs_of_table(const std::filesystem::path& dir, const std::string& name,
                        const std::string& only_input) {
  const auto text = read_listed_text(dir, name);
  if (!text) refuse(name, text.error().detail, "a CSV file in the folder, named relative to it");
  const auto table = parse_csv(*text);
  if (!table) refuse(name, table.error().detail, "a CSV file with a header");
  const auto target =
      first_column(*table, {"target", "file_name", "output", "wet", "y", "y_path", "file"});
  const auto input = first_column(*table, {"input", "input_file", "dry", "x", "x_path"});
  if (!target) refuse(name, "no column names targets", "a column called target or file_name");
  if (!input && only_input.empty()) {
    refuse(name, "no column names inputs, and no single input file was found",
           "a column called input, or --input FILE");
  }
  const auto split = table->column("split");
  std::set<std::size_t> taken{*target};
  if (input) taken.insert(*input);
  if (split) taken.insert(*split);
  const LabelColumns labels = label_columns(*table, name, taken);
  PairList list;
  list.dir = dir;
  list.how = "listed in " + name;
  list.notes = labels.notes;
  list.faults = labels.faults;
  for (std::size_t r = 0; r < table->rows.size(); ++r) {
    const auto& row = table->rows[r];
    const auto cell = [&](std::optional<std::size_t> column) {
      return column && *column < row.size() ? row[*column] : std::string();
    };
    SoundPair pair;
    pair.input = plain_name(input && !cell(input).empty() ? cell(input) : only_input);
    pair.target = plain_name(cell(target));
    pair.split = cell(split);
    pair.where = fmt::format("{} line {}", name, table->lines[r]);
    for (const std::size_t column : labels.knobs) {
      pair.setting.emplace_back(table->columns[column], label_number(row[column]).value_or(0.0));
    }
    for (const std::size_t column : labels.choices) {
      pair.choices.emplace_back(table->columns[column], cell(column));
    }
    for (const std::string& file : {pair.input, pair.target}) {
      if (const auto there = inside(dir, file); !there) {
        refuse(pair.where,
               fmt::format("\"{}\" is no file name inside the folder ({})", file,
                           there.error().detail),
               "names relative to the folder, without ..");
      }
    }
    list.pairs.push_back(std::move(pair));
  }
  if (list.pairs.empty()) refuse(name, "it has no rows", "a row for every target");
  return list;
}

}  // namespace ampsweep::rig
