// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/label_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "rig/dataset/dataset_json.hpp"
#include "rig/dataset/metadata_csv.hpp"
#include "rig/verify/csv_table.hpp"
#include "rig/verify/json_difference.hpp"
#include "rig/verify/listed_file.hpp"

namespace ampsweep::rig {
namespace {

constexpr const char* kCsv = "metadata.csv";
constexpr const char* kJson = "dataset.json";
constexpr const char* kKey = "file_name";
constexpr std::size_t kMostDifferences = 50;  // more do not help anybody
constexpr const char* kAdvice = "if the ledger is right, run `ampsweep rebuild`";

using Cells = std::vector<std::string>;

bool may_lag(const Dataset& dataset) {
  return dataset.in_use ||
         std::any_of(dataset.takes.begin(), dataset.takes.end(),
                     [](const TakeRecord& take) { return take.accepted() == nullptr; });
}

std::optional<double> number(std::string_view cell) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
  return value;
}

/// A spreadsheet that saved 5 as 5.0 has changed nothing.
bool same_cell(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto x = number(a);
  const auto y = number(b);
  return x && y && std::abs(*x - *y) <= 1e-12 * std::max(std::abs(*x), std::abs(*y));
}

class CsvCheck {
 public:
  CsvCheck(const Dataset& dataset, CsvTable expected, CsvTable found)
      : dataset_(dataset), expected_(std::move(expected)), found_(std::move(found)) {}

  LabelCheck run() {
    const auto key = found_.column(kKey);
    if (!key) {
      add("", fmt::format("{} has no column {}: {}", kCsv, kKey, kAdvice));
      return std::move(check_);
    }
    check_columns();
    for (const Cells& row : expected_.rows) check_row(row, *key);
    if (not_yet_ > 0) {
      check_.notes.push_back(
          fmt::format("{} lacks {} takes that are in the ledger; the session's "
                      "end or `ampsweep rebuild` writes them",
                      kCsv, not_yet_));
    }
    check_strangers(*key);
    return std::move(check_);
  }

 private:
  void add(const std::string& take_file, std::string detail) {
    if (check_.wrong.size() == kMostDifferences) detail = "and more differences of this kind";
    if (check_.wrong.size() > kMostDifferences) return;
    check_.wrong.push_back({take_file, {kCsv, {FaultCode::LabelMismatch, std::move(detail)}}});
  }

  void check_columns() {
    for (const std::string& name : expected_.columns) {
      if (found_.column(name)) continue;
      add("", fmt::format("{} has no column {}: {}", kCsv, name, kAdvice));
    }
    for (const std::string& name : found_.columns) {
      if (expected_.column(name)) continue;
      add("",
          fmt::format("{} has a column {} that the ledger does not know: {}", kCsv, name, kAdvice));
    }
  }

  /// `row` as the ledger has it. file_name is the first column (docs/dataset-format.md).
  void check_row(const Cells& row, std::size_t key) {
    const std::string& file = row.at(0);
    const Cells* theirs = found_.row(key, file);
    if (theirs == nullptr) {
      if (may_lag(dataset_)) {
        ++not_yet_;
      } else {
        add(file, fmt::format("{} has no row for {}: {}", kCsv, file, kAdvice));
      }
      return;
    }
    for (std::size_t c = 0; c < row.size() && c < expected_.columns.size(); ++c) {
      const auto column = found_.column(expected_.columns[c]);
      if (!column) continue;
      const std::string cell = *column < theirs->size() ? (*theirs)[*column] : "";
      if (same_cell(row[c], cell)) continue;
      add(file, fmt::format("{} row {}, column {}: \"{}\" where the ledger has \"{}\": {}", kCsv,
                            file, expected_.columns[c], cell, row[c], kAdvice));
    }
    if (theirs->size() > found_.columns.size()) {
      add(file, fmt::format("{} row {} has more cells than the header: {}", kCsv, file, kAdvice));
    }
  }

  void check_strangers(std::size_t key) {
    std::vector<std::string> seen;
    for (const Cells& row : found_.rows) {
      const std::string name = key < row.size() ? row[key] : "";
      if (expected_.row(0, name) == nullptr) {
        add("", fmt::format("{} has a row \"{}\" that the ledger does not know: {}", kCsv, name,
                            kAdvice));
      } else if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
        add(name, fmt::format("{} has two rows {}: {}", kCsv, name, kAdvice));
      }
      seen.push_back(name);
    }
  }

  const Dataset& dataset_;
  CsvTable expected_;
  CsvTable found_;
  int not_yet_{0};
  LabelCheck check_;
};

/// What a session adds while it runs.
bool is_growth(const JsonDifference& difference) {
  const auto& pointer = difference.pointer;
  const bool grows = pointer.starts_with("/takes/") || pointer.starts_with("/epochs/");
  return pointer.starts_with("/counts/") || (grows && difference.found == "nothing");
}

LabelCheck unreadable(const char* file, const Fault& fault) {
  return {{{"", {file, {fault.code, fmt::format("{}: {}; {}", file, fault.detail, kAdvice)}}}}, {}};
}

}  // namespace

LabelCheck check_metadata_csv(const Dataset& dataset) {
  const auto text = read_listed_text(dataset.dir, kCsv);
  if (!text) return unreadable(kCsv, text.error());
  const std::string ours = metadata_csv(dataset);
  if (*text == ours) return {};
  auto expected = parse_csv(ours);
  auto found = parse_csv(*text);
  if (!found) return unreadable(kCsv, found.error());
  return CsvCheck(dataset, std::move(*expected), std::move(*found)).run();
}

LabelCheck check_dataset_json(const Dataset& dataset) {
  const auto text = read_listed_text(dataset.dir, kJson);
  if (!text) return unreadable(kJson, text.error());
  const std::string ours = dataset_json(dataset);
  if (*text == ours) return {};
  const auto differences = json_differences(ours, *text);
  if (!differences) return unreadable(kJson, differences.error());
  LabelCheck check;
  if (!dataset.lost.empty()) {
    check.notes.push_back(fmt::format("{} was not compared: the ledger has lost rows", kJson));
    return check;
  }
  std::size_t behind = 0;
  for (const JsonDifference& difference : *differences) {
    if (may_lag(dataset) && is_growth(difference)) {
      ++behind;
    } else if (check.wrong.size() < kMostDifferences) {
      check.wrong.push_back(
          {"",
           {kJson,
            {FaultCode::LabelMismatch,
             fmt::format("{} {}: {} where the ledger has {}: {}", kJson, difference.pointer,
                         difference.found, difference.expected, kAdvice)}}});
    }
  }
  if (behind > 0) {
    check.notes.push_back(fmt::format(
        "{} is behind the ledger; the session's end or `ampsweep rebuild` brings it up to date",
        kJson));
  }
  return check;
}

}  // namespace ampsweep::rig
