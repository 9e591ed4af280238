// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rig/verify/csv_table.hpp"
#include "rig/verify/verify_report.hpp"

namespace ampsweep::rig {

/// Which columns of a stranger's table say how the knobs stood.
struct LabelColumns {
  std::vector<std::size_t> knobs;    ///< Every cell a number.
  std::vector<std::size_t> choices;  ///< Words: the positions of a switch.
  std::vector<FileFault> faults;     ///< A cell that should be a number and is none.
  std::vector<std::string> notes;    ///< Columns that are taken for no knob.
};

/// Sorts the columns of `table`, called `name`; those in `taken` name files or splits.
///
/// Knob:    numbers in every row, unless the column's name says that it was measured or counts
///          ("delay_samples", "take", "sample_rate"; in whole, so that "peak_reduction" is a knob).
///          NAME_norm only where there is no NAME.
/// Switch:  a few words, again and again: fewer of them than half of the rows, or two in all.
/// Fault:   a column of numbers in which a cell is empty or nearly a number ("5,0").
[[nodiscard]] LabelColumns label_columns(const CsvTable& table, const std::string& name,
                                         const std::set<std::size_t>& taken);

/// A cell as a number; spaces around it and a plus sign are forgiven. Same in every locale.
[[nodiscard]] std::optional<double> label_number(const std::string& cell);

}  // namespace ampsweep::rig
