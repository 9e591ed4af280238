// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rig/gui/measure/measure_compare.hpp"
#include "rig/gui/plot/plot_style.hpp"
#include "rig/gui/scene.hpp"
#include "rig/gui/widgets/file_chooser.hpp"

namespace ampsweep::rig::gui {

struct MeasureHeldState {
  std::shared_ptr<const std::vector<MeasuredSetting>> seen;
  std::set<std::string> overlaid;  ///< By held_id().
  std::string reference;           ///< The same; empty: none.
  std::string renamed;             ///< The one whose name is being typed.
  std::string typed;
  FileChooserState chooser;
  /// Made once for each measurement that was overlaid.
  std::vector<std::pair<std::shared_ptr<const TakeMeasurement>, ShownMeasure>> made;
};

/// What is overlaid, in the order of the list.
struct MeasureOverlay {
  std::vector<const MeasuredSetting*> settings;
  std::vector<ShownMeasure> shown;  ///< As many.
  std::optional<std::size_t> reference;
};

/// At most so many come overlaid by themselves: more cannot be told apart.
inline constexpr std::size_t kOverlayAtOnce = 6;

/// What a measured setting is remembered by, however often it is read again.
[[nodiscard]] std::string held_id(const MeasuredSetting& setting);

/// Overlays what was measured or opened since the last call. True when there was any.
bool take_arrivals(const Snapshot& now, MeasureHeldState& state);

[[nodiscard]] MeasureOverlay overlay_of(const Snapshot& now, MeasureHeldState& state);

/// The list of measured settings: which are overlaid, which one is the reference; open, rename,
/// forget.
void draw_measure_held(const Scene& scene, const PlotStyle& style, MeasureHeldState& state);

}  // namespace ampsweep::rig::gui
