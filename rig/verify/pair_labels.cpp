// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>

namespace ampsweep::rig {
namespace {

/// Names, in whole, of what is counted, measured or said about a take.
constexpr std::array<std::string_view, 52> kNoKnobs{"purpose",
                                                    "take",
                                                    "attempt",
                                                    "epoch",
                                                    "block",
                                                    "drift_corrected",
                                                    "time_source",
                                                    "polarity",
                                                    "replicate_esr",
                                                    "best_possible_esr",
                                                    "early_energy_db",
                                                    "dc",
                                                    "loopback_gain_db",
                                                    "xruns",
                                                    "flags",
                                                    "started",
                                                    "sha256",
                                                    "id",
                                                    "index",
                                                    "row",
                                                    "number",
                                                    "length",
                                                    "frames",
                                                    "duration",
                                                    "sample_rate",
                                                    "samplerate",
                                                    "rate_hz",
                                                    "channels",
                                                    "bit_depth",
                                                    "bits",
                                                    "md5",
                                                    "hash",
                                                    "date",
                                                    "time",
                                                    "timestamp",
                                                    "note",
                                                    "notes",
                                                    "comment",
                                                    "comments",
                                                    "license",
                                                    "licence",
                                                    "author",
                                                    "path",
                                                    "file",
                                                    "peak",
                                                    "rms",
                                                    "esr",
                                                    "snr",
                                                    "delay",
                                                    "drift",
                                                    "noise",
                                                    "headroom"};
constexpr std::array<std::string_view, 8> kNoKnobEndings{
    "_samples", "_dbfs", "_dbfs_rms", "_ppm", "_sha256", "_uncertainty", "_source", "_seconds"};
constexpr double kLeastSampleRate = 8000.0;
constexpr std::size_t kMostPositions = 24;

std::string trimmed(const std::string& cell) {
  const auto first = cell.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return cell.substr(first, cell.find_last_not_of(" \t") - first + 1);
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool says_no_knob(const std::string& column) {
  const std::string name = lower(column);
  return std::find(kNoKnobs.begin(), kNoKnobs.end(), name) != kNoKnobs.end() ||
         std::any_of(kNoKnobEndings.begin(), kNoKnobEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

/// One column, its cells looked through.
struct Column {
  std::size_t numbers{0};
  std::size_t nearly{0};  ///< Empty, or with a digit in it, and no number.
  std::size_t first_nearly{0};
  double least{INFINITY};
  std::set<std::string> words;
};

Column look_through(const CsvTable& table, std::size_t column) {
  Column seen;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const auto& row = table.rows[r];
    const std::string cell = column < row.size() ? trimmed(row[column]) : std::string();
    if (const auto value = label_number(cell)) {
      ++seen.numbers;
      seen.least = std::min(seen.least, *value);
    } else if (cell.empty() || cell.find_first_of("0123456789") != std::string::npos) {
      if (seen.nearly++ == 0) seen.first_nearly = r;
    }
    if (seen.words.size() <= kMostPositions) seen.words.insert(cell);
  }
  return seen;
}

bool is_sample_rate(const std::string& column, const Column& seen) {
  return lower(column).find("rate") != std::string::npos && seen.least >= kLeastSampleRate;
}

bool is_switch(const Column& seen, std::size_t rows) {
  return seen.words.size() <= kMostPositions &&
         (seen.words.size() == 2 || 2 * seen.words.size() < rows);
}

}  // namespace

std::optional<double> label_number(const std::string& cell) {
  const std::string text = trimmed(cell);
  const bool plus = text.starts_with("+") && !text.starts_with("+-");
  const char* from = text.data() + (plus ? 1 : 0);
  const char* end = text.data() + text.size();
  double value = 0.0;
  const auto [stop, error] = std::from_chars(from, end, value);
  if (error != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

LabelColumns label_columns(const CsvTable& table, const std::string& name,
                           const std::set<std::size_t>& taken) {
  LabelColumns found;
  std::string left_out;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const std::string& column = table.columns[c];
    const bool share =
        column.ends_with("_norm") && table.column(column.substr(0, column.size() - 5)).has_value();
    if (taken.count(c) > 0 || share || table.rows.empty()) continue;
    const Column seen = look_through(table, c);
    if (says_no_knob(column) || is_sample_rate(column, seen)) {
      left_out += (left_out.empty() ? "" : ", ") + column;
    } else if (seen.numbers == table.rows.size()) {
      found.knobs.push_back(c);
    } else if (seen.numbers > 0 && seen.numbers + seen.nearly == table.rows.size()) {
      const auto& row = table.rows[seen.first_nearly];
      found.faults.push_back(
          {name,
           {FaultCode::LabelMismatch,
            fmt::format("{} line {}, {}: \"{}\" is no number{}: the column says nothing until it "
                        "is one",
                        name, table.lines[seen.first_nearly], column,
                        c < row.size() ? row[c] : std::string(),
                        seen.nearly > 1 ? fmt::format(", nor are {} more", seen.nearly - 1)
                                        : std::string())}});
    } else if (seen.words.size() > 1 && is_switch(seen, table.rows.size())) {
      found.choices.push_back(c);
    } else if (seen.words.size() > 1) {
      left_out += (left_out.empty() ? "" : ", ") + column;
    }
  }
  if (!left_out.empty()) found.notes.push_back(name + ": not taken for knobs: " + left_out);
  return found;
}

}  // namespace ampsweep::rig
