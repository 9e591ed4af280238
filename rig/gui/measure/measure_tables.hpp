// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rig/gui/measure/measure_compare.hpp"
#include "rig/gui/snapshot.hpp"
#include "rig/measure/knob_effects.hpp"

namespace ampsweep::rig::gui {

/// Words in rows and columns; the first column names the row.
struct WordTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

/// Headline figures side by side, a row for every figure that one of them has. With a reference
/// each other column shows the difference to it behind the value.
[[nodiscard]] WordTable headline_table(const std::vector<const TakeMeasurement*>& measured,
                                       const std::vector<std::string>& names,
                                       std::optional<std::size_t> reference);

/// The figures of the part wished for, side by side.
[[nodiscard]] WordTable part_table(const std::vector<ShownMeasure>& shown, const MeasureWish& wish);

/// Tab-separated, for a spreadsheet.
[[nodiscard]] std::string pasted(const WordTable& table);

/// What each knob does over the settings of the list, or why that cannot be told.
struct KnobTable {
  std::vector<KnobEffects> knobs;
  int settings{0};      ///< That it rests on.
  std::string refused;  ///< Empty: told.
};
/// Settings of another rig or suite than the first are left out.
[[nodiscard]] KnobTable knob_table(const std::vector<const MeasuredSetting*>& settings);

}  // namespace ampsweep::rig::gui
