// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rig/gui/measure/measure_traces.hpp"

namespace ampsweep::rig::gui {

/// A setting that is overlaid: its place in the list is its look in every plot.
struct ShownMeasure {
  std::string name;  ///< Unlike all others.
  std::shared_ptr<const MeasureTraces> traces;
  friend bool operator==(const ShownMeasure&, const ShownMeasure&) = default;
};

/// What is asked to be drawn.
struct MeasureWish {
  MeasureView view{MeasureView::Harmonics};
  std::string which;                     ///< Name of a part, or of a group of them.
  std::optional<std::size_t> reference;  ///< Draw differences to this one.
  friend bool operator==(const MeasureWish&, const MeasureWish&) = default;
};

/// What can be chosen: every part that one of them has, in order. Groups are first and only there
/// while a single setting is shown: else colours would have to mean two things.
[[nodiscard]] std::vector<std::string> choices(const std::vector<ShownMeasure>& shown,
                                               MeasureView view);

/// y less the reference's at the same x, where both stand above their limits; angles within half a
/// turn. Between points of the reference a straight line.
[[nodiscard]] std::shared_ptr<const TraceData> difference(const TraceData& data,
                                                          const TraceData& reference, Unit unit);

/// One trace a setting, in order, empty where there is none: so looks stay. Of a group one trace a
/// part.
[[nodiscard]] Plot compared(const std::vector<ShownMeasure>& shown, const MeasureWish& wish);

/// The part of one setting; null: it has none of this name. Of a group the first.
[[nodiscard]] const MeasurePart* part_of(const ShownMeasure& shown, const MeasureWish& wish);

/// "name: not measured: why", for all that cannot be drawn.
[[nodiscard]] std::vector<std::string> refusals(const std::vector<ShownMeasure>& shown,
                                                const MeasureWish& wish);

/// Names made unlike each other: "a", "a (2)".
[[nodiscard]] std::vector<std::string> told_apart(std::vector<std::string> names);

}  // namespace ampsweep::rig::gui
