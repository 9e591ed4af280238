// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "rig/gui/plot/plot_view.hpp"
#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct CaptureLiveState {
  PlotView scope;
  PlotView spectrum;
  PlotView delay;
  /// What `scope_traces` and `spectrum_traces` were made of.
  std::shared_ptr<const std::vector<std::vector<float>>> heard;
  std::vector<Trace> scope_traces;
  std::vector<Trace> spectrum_traces;
  std::shared_ptr<const std::vector<JudgedAttempt>> judged;  ///< What `delay_plot` was made of.
  Plot delay_plot;
};

/// What is heard while a session runs, and its last state after it: scope, spectrum, how steady
/// time stands, levels, and the verdicts of the last attempts.
void draw_capture_live(const Scene& scene, CaptureLiveState& state);

}  // namespace ampsweep::rig::gui
