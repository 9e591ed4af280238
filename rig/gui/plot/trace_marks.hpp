// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/gui/plot/trace_line.hpp"

namespace ampsweep::rig::gui {

enum class Fill { Solid, Hollow };

struct Bar {
  Box box;
  Fill fill{Fill::Solid};  ///< Hollow: the value lies at or below its limit, where the bar ends.
};

/// How the bars of a plot share their slots.
struct BarSlots {
  double pixels{24.0};    ///< From one point to the next, as drawn.
  std::size_t traces{1};  ///< Bar traces side by side.
};

/// The widest slots that let no two bars of a trace touch.
[[nodiscard]] double slot_pixels(const TraceData& data, const Canvas& canvas);

/// The bars of one trace, the n-th of those that share slots, standing on the pixel `foot`. A point
/// that was not measured leaves a gap, or a hollow bar where its limit is known. With several
/// points a pixel, one bar a column, from its extremes.
[[nodiscard]] std::vector<Bar> bars(const TraceData& data, const Canvas& canvas, BarSlots slots,
                                    std::size_t nth, double foot);

struct Spot {
  Point at;
  Fill fill{Fill::Solid};  ///< Hollow: at or below its limit.
};

/// The points of a trace as spots. Of those on the same few pixels only the first is kept, so their
/// number is bounded by the area.
/// Cost: O(visible points).
[[nodiscard]] std::vector<Spot> spots(const TraceData& data, const Canvas& canvas);

}  // namespace ampsweep::rig::gui
