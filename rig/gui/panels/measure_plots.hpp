// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rig/gui/measure/measure_tables.hpp"
#include "rig/gui/panels/measure_held.hpp"
#include "rig/gui/plot/plot_view.hpp"

namespace ampsweep::rig::gui {

struct MeasurePlotState {
  std::map<MeasureView, std::string> which;  ///< Chosen, by view.
  std::map<std::string, PlotView> views;     ///< By view and part.
  bool differences{false};
  /// What was drawn last, and from what: made anew when that changes.
  std::vector<ShownMeasure> of;
  MeasureWish wish;
  Plot plot;
  WordTable table;
};

/// One view of all settings overlaid: plot above, figures below, what was refused and why.
void draw_measure_view(const Scene& scene, const PlotStyle& style, const MeasureOverlay& overlay,
                       MeasureView view, MeasurePlotState& state);

/// What a plot is saved as: "measure-level-gain--1000-hz".
[[nodiscard]] std::string plot_file_name(const MeasureWish& wish);

}  // namespace ampsweep::rig::gui
