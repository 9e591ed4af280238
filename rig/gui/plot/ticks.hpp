// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "rig/gui/plot/axis_map.hpp"
#include "rig/gui/plot/plot_text.hpp"

namespace ampsweep::rig::gui {

struct Tick {
  double value{0.0};
  std::string label;  ///< Empty: a minor tick.
};

struct Ticks {
  std::vector<Tick> ticks;  ///< Rising.
  std::string unit;         ///< What the labels are in: "ms" where the axis is in seconds.
};

/// How many pixels a label takes along the axis, with the room wanted between two of them.
using LabelExtent = std::function<double(std::string_view)>;

/// Ticks of an axis: steps of 1, 2 and 5 times a power of ten; on a logarithmic axis decades, with
/// their 2 and 5 where there is room, and steps again where less than a decade shows.
/// As many labels as fit: two neighbours never overlap. Labels are in the unit named, hertz as
/// "500", "1k", "20k".
[[nodiscard]] Ticks axis_ticks(const AxisMap& map, Unit unit, const LabelExtent& extent);

}  // namespace ampsweep::rig::gui
