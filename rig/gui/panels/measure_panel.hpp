// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/panels/measure_held.hpp"
#include "rig/gui/panels/measure_plots.hpp"
#include "rig/gui/panels/measure_start.hpp"
#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct MeasurePanelState {
  MeasureStartState start;
  MeasureHeldState held;
  MeasurePlotState plots;
  bool show_figures{false};  ///< Turns to the Figures tab in the next frame.
  /// What the knob table rests on, and the table: made anew when that changes.
  std::vector<ShownMeasure> knobs_of;
  KnobTable knobs;
};

/// What the amp does at a setting: start a measurement, look at what was measured, hold it against
/// others.
void draw_measure_panel(const Scene& scene, MeasurePanelState& state);

}  // namespace ampsweep::rig::gui
