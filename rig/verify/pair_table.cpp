// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <optional>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/verify/csv_table.hpp"
#include "rig/verify/listed_file.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::array<const char*, 19> kMeasured{
    "delay",  "drift",   "polarity", "peak", "noise",   "esr",  "sigma",
    "epoch",  "rate",    "sample",   "dbfs", "second",  "take", "index",
    "length", "attempt", "dc_",      "gate", "headroom"};

std::optional<double> cell_value(const std::string& cell) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::size_t> first_column(const CsvTable& table,
                                        std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (const auto found = table.column(name)) return found;
  }
  return std::nullopt;
}

bool all_numbers(const CsvTable& table, std::size_t column) {
  return std::all_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
    return column < row.size() && cell_value(row[column]).has_value();
  });
}

/// Columns that hold a knob.
std::vector<std::size_t> knob_columns(const CsvTable& table) {
  std::vector<std::size_t> shares;
  std::vector<std::size_t> others;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const std::string& name = table.columns[c];
    if (!all_numbers(table, c)) continue;
    if (name.ends_with("_norm")) shares.push_back(c);
    const bool measured = std::any_of(kMeasured.begin(), kMeasured.end(), [&](const char* word) {
      return name.find(word) != std::string::npos;
    });
    if (!measured) others.push_back(c);
  }
  return shares.empty() ? others : shares;
}

[[noreturn]] void refuse(const std::string& table, const std::string& why, const char* what) {
  throw SetupError(SetupKind::Data, fmt::format("{}: {}", table, why), what);
}

}  // namespace

std::vector<SoundPair> pairs_of_table(const std::filesystem::path& dir, const std::string& name,
                                      const std::string& only_input) {
  const auto text = read_listed_text(dir, name);
  if (!text) refuse(name, text.error().detail, "a CSV file in the folder");
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
  const auto knobs = knob_columns(*table);
  std::vector<SoundPair> pairs;
  for (std::size_t r = 0; r < table->rows.size(); ++r) {
    const auto& row = table->rows[r];
    const auto cell = [&](std::optional<std::size_t> column) {
      return column && *column < row.size() ? row[*column] : std::string();
    };
    SoundPair pair;
    pair.input = input && !cell(input).empty() ? cell(input) : only_input;
    pair.target = cell(target);
    pair.split = cell(split);
    pair.where = fmt::format("{} row {}", name, r + 2);
    for (const std::size_t column : knobs) {
      pair.setting.emplace_back(table->columns[column], cell_value(row[column]).value_or(0.0));
    }
    for (const std::string& file : {pair.input, pair.target}) {
      if (!inside(dir, file)) {
        refuse(pair.where, fmt::format("\"{}\" is no file name inside the folder", file),
               "names relative to the folder, without ..");
      }
    }
    pairs.push_back(std::move(pair));
  }
  if (pairs.empty()) refuse(name, "it has no rows", "a row for every target");
  return pairs;
}

}  // namespace ampsweep::rig
