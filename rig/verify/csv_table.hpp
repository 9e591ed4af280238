// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// A CSV file as cells; the first row is the header.
struct CsvTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  ///< May be shorter or longer than `columns`.
  std::vector<int> lines;                      ///< Of the file, in which each row begins; from 1.

  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
  /// First row whose cell in `column` is `value`.
  [[nodiscard]] const std::vector<std::string>* row(std::size_t column,
                                                    std::string_view value) const;
};

/// RFC 4180, LF or CRLF, a byte-order mark and a missing last line end tolerated; empty lines are
/// skipped.
/// Faults: FormatMismatch: no header, a quote that never ends, text after a closing quote.
[[nodiscard]] Result<CsvTable> parse_csv(std::string_view text);

}  // namespace ampsweep::rig
